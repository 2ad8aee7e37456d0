"""The default rating scale and review policy (ARCHITECTURE.md), and no vote by a verdict's author."""

from django.db import migrations

SCALE = "Default"
# key, label, class, value, description
RATINGS = (
    ("true", "True", "true", 5, "The statement is accurate and nothing significant is missing."),
    ("mostly_true", "Mostly true", "mostly_true", 4, "Accurate, but needs clarification or more information."),
    ("mixed", "Mixed", "mixed", 3, "Accurate and inaccurate parts weigh about the same."),
    ("mostly_false", "Mostly false", "mostly_false", 2, "Some truth in it, but it leaves out what would change the impression."),
    ("false", "False", "false", 1, "The statement is not accurate."),
    ("misleading", "Misleading", "misleading", None, "Accurate words that give a wrong impression."),
    ("unproven", "Unproven", "unproven", None, "The evidence found does not settle it."),
    ("not_ratable", "Not ratable", "not_ratable", None, "Nothing in it can be rated as fact."),
)
TRIGGER = """
CREATE FUNCTION claims_vote_refuse_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.voter_id = (SELECT author_id FROM claims_verdict WHERE id = NEW.verdict_id) THEN
        RAISE EXCEPTION 'an author does not vote on their own verdict' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER claims_vote_not_by_author BEFORE INSERT OR UPDATE ON claims_vote
    FOR EACH ROW EXECUTE FUNCTION claims_vote_refuse_author();
"""
UNDO = "DROP TRIGGER claims_vote_not_by_author ON claims_vote; DROP FUNCTION claims_vote_refuse_author();"


def seed(apps, schema_editor):
    """Write the default rows where they are missing."""
    scale, _ = apps.get_model("claims", "RatingScale").objects.get_or_create(name=SCALE, defaults={"is_current": True})
    rating_model = apps.get_model("claims", "Rating")
    for position, (key, label, rating_class, value, description) in enumerate(RATINGS, start=1):
        columns = {
            "label": label,
            "rating_class": rating_class,
            "value": value,
            "description": description,
            "position": position,
        }
        rating_model.objects.get_or_create(scale=scale, key=key, defaults=columns)
    policy = {"votes_required": 1, "votes_max": 3, "is_current": True}
    apps.get_model("claims", "ReviewPolicy").objects.get_or_create(number=1, defaults=policy)


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]
    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunSQL(TRIGGER, UNDO),
    ]
