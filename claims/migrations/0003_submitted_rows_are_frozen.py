"""Refuse to rewrite what was submitted: verdicts, what they cite, the wording they judge, and the votes on them.

The services never do (ARCHITECTURE.md, "States"); plain SQL triggers hold against scripts and mistakes too. States
move on, so only the columns that people were asked about are frozen.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION claims_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION claims_citation_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM claims_verdict
        WHERE state <> 'draft' AND (TG_OP <> 'INSERT' AND id = OLD.verdict_id OR TG_OP <> 'DELETE' AND id = NEW.verdict_id)
    ) THEN
        RAISE EXCEPTION 'what a submitted verdict cites is frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION claims_evidence_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM claims_citation JOIN claims_verdict ON claims_verdict.id = claims_citation.verdict_id
        WHERE claims_citation.evidence_id = OLD.id AND claims_verdict.state NOT IN ('draft', 'abandoned')
    ) THEN
        RAISE EXCEPTION 'evidence that a submitted verdict cites is frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER claims_vote_is_final BEFORE UPDATE OR DELETE ON claims_vote
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_rewrite('a vote is final');

CREATE TRIGGER claims_revision_is_frozen BEFORE UPDATE OR DELETE ON claims_claimrevision
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_rewrite('the wording that was submitted is frozen');

CREATE TRIGGER claims_verdict_is_frozen BEFORE UPDATE ON claims_verdict FOR EACH ROW
    WHEN (OLD.state <> 'draft' AND (
        OLD.claim_id, OLD.number, OLD.rating_id, OLD.summary, OLD.justification, OLD.author_id, OLD.based_on_id,
        OLD.claim_revision_id, OLD.policy_id, OLD.submitted_at
    ) IS DISTINCT FROM (
        NEW.claim_id, NEW.number, NEW.rating_id, NEW.summary, NEW.justification, NEW.author_id, NEW.based_on_id,
        NEW.claim_revision_id, NEW.policy_id, NEW.submitted_at
    ))
    EXECUTE FUNCTION claims_refuse_rewrite('a submitted verdict is frozen');

CREATE TRIGGER claims_verdict_stays BEFORE DELETE ON claims_verdict FOR EACH ROW WHEN (OLD.state <> 'draft')
    EXECUTE FUNCTION claims_refuse_rewrite('a submitted verdict stays on record');

CREATE TRIGGER claims_citation_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON claims_citation
    FOR EACH ROW EXECUTE FUNCTION claims_citation_refuse_rewrite();

CREATE TRIGGER claims_evidence_quote_is_frozen BEFORE UPDATE ON claims_evidence FOR EACH ROW
    WHEN ((
        OLD.claim_id, OLD.snapshot_text_id, OLD.start, OLD."end", OLD.exact, OLD.prefix, OLD.suffix, OLD.adopted_by_id
    ) IS DISTINCT FROM (
        NEW.claim_id, NEW.snapshot_text_id, NEW.start, NEW."end", NEW.exact, NEW.prefix, NEW.suffix, NEW.adopted_by_id
    ))
    EXECUTE FUNCTION claims_refuse_rewrite('a quotation is adopted as it is, or anew');

CREATE TRIGGER claims_evidence_is_frozen BEFORE UPDATE ON claims_evidence FOR EACH ROW
    WHEN ((
        OLD.stance, OLD.kind, OLD.note, OLD.interests, OLD.translation, OLD.translation_language
    ) IS DISTINCT FROM (
        NEW.stance, NEW.kind, NEW.note, NEW.interests, NEW.translation, NEW.translation_language
    ))
    EXECUTE FUNCTION claims_evidence_refuse_rewrite();
"""

UNDO = """
DROP TRIGGER claims_evidence_is_frozen ON claims_evidence;
DROP TRIGGER claims_evidence_quote_is_frozen ON claims_evidence;
DROP TRIGGER claims_citation_is_frozen ON claims_citation;
DROP TRIGGER claims_verdict_stays ON claims_verdict;
DROP TRIGGER claims_verdict_is_frozen ON claims_verdict;
DROP TRIGGER claims_revision_is_frozen ON claims_claimrevision;
DROP TRIGGER claims_vote_is_final ON claims_vote;
DROP FUNCTION claims_evidence_refuse_rewrite();
DROP FUNCTION claims_citation_refuse_rewrite();
DROP FUNCTION claims_refuse_rewrite();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_default_scale_and_policy")]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
