"""Words that tell of speaking: the cues by which reports name their source (Attribution, PolNeAR's term)."""

from __future__ import annotations

from typing import Final

from factcheck.text.wordlists import word_set

# Verbs that introduce what somebody stated, in the forms news prose uses them in.
_ENGLISH: Final = word_set(
    """
    said say says saying told tell tells telling added add adds adding wrote write writes writing
    tweeted tweets tweeting posted posts claimed claim claims claiming argued argue argues arguing
    stated state states stating declared declares declaring announced announces announcing insisted
    insist insists insisting warned warn warns warning noted note notes noting explained explains
    explaining recalled recalls continued continues replied replies responded responds asked asks asking
    answered answers acknowledged acknowledges acknowledging admitted admits admitting conceded concedes
    concluded concludes denied deny denies denying alleged alleges alleging asserted asserts asserting
    suggested suggests suggesting reported reports reporting revealed reveals testified testifies vowed
    vows pledged pledges promised promises predicted predicts maintained maintains contended contends
    countered counters quipped joked jokes shouted shouts yelled yells observed observes remarked
    remarks commented comments stressed stresses emphasized emphasizes emphasised emphasises believes
    believe estimates estimated accused accuse accuses accusing called calls calling described describes
    describing dismissed dismisses branded dubbed demanded demands urged urges boasted boasts complained
    complains reiterated reiterates repeated repeats confirmed confirms confirming disclosed thinks
    think feels tells sings chanted chanting lamented laments mused muses agreed agrees read reads
    labeled labelled characterized characterised lauded praised criticized criticised attacked blasted
    scolded denounced denouncing mocked touted cited cites citing encouraged encouraging
    """
)
_OTHER: Final = word_set(
    """
    повідомило заявило сообщило сообщает повідомляє
    сказав сказала сказали каже заявив заявила заявили заявляє повідомив повідомила повідомили зазначив
    зазначила наголосив наголосила додав додала підкреслив підкреслила пояснив пояснила стверджує вважає
    сказал сказала сказали говорит заявил заявила заявили заявляет сообщил сообщила сообщили отметил
    отметила подчеркнул подчеркнула добавил добавила пояснил пояснила утверждает считает написал
    написала powiedział powiedziała powiedzieli mówi stwierdził stwierdziła oświadczył oświadczyła dodał
    dodała podkreślił podkreśliła zaznaczył zaznaczyła twierdzi poinformował poinformowała napisał
    napisała sagte sagt sagten erklärte erklärt betonte betont teilte behauptet behauptete warnte
    kritisierte ergänzte schrieb meinte dit déclaré déclare affirmé affirme ajouté ajoute expliqué
    explique indiqué indique assuré assure estime estimé précisé dijo dice dijeron afirmó afirma aseguró
    asegura declaró declara explicó explica añadió añade señaló señala advirtió
    """
)

CUES: Final = _ENGLISH | _OTHER

# Verbs whose object clause is a statement even when nothing is quoted ("X said the bridge had closed").
STATING: Final = (
    word_set(
        """
    said say says saying told tells claimed claim claims argued argue argues stated states declared
    declares announced insisted insist insists insisting warned warns noted notes explained recalled
    acknowledged admitted conceded concluded denied deny denies alleged alleges asserted asserts
    suggested suggests reported reports revealed testified vowed pledged promised predicted maintained
    contended contends stressed emphasized emphasised believes believe estimates estimated accused
    accuse accuses reiterated confirmed confirms added adds wrote writes tweeted
    """
    )
    | _OTHER
)

# Forms that are as often nouns; they are cues only right after a name or a pronoun.
NOUN_LIKE: Final = word_set(
    """
    tweets posts claim claims state states report reports remark remarks comment comments call calls note notes
    demand demands counter counters estimate estimates promise promises charges read reads answer answers
    stress stresses
    """
)

# A clause these words open tells circumstances; the sentence's own statement stands outside it.
SUBORDINATORS: Final = word_set(
    """
    while although though whereas when after before because since if unless until once whether
    """
)

# Pairs in which the verb tells of no speech: prices "added to" a worry.
MUTE_PAIRS: Final = frozenset((verb, "to") for verb in ("added", "add", "adds", "adding", "agreed", "agrees", "agree"))

ACCORDING: Final = ("according", "to")

PRONOUNS: Final = frozenset(["he", "she"])
OTHER_PRONOUNS: Final = word_set(
    """
    i you we they it who which that this these those him her them us me his their our my its himself
    herself what
    """
)


def is_cue(word: str) -> bool:
    """Tell whether ``word`` is a verb of speaking in a form we know."""
    return word.lower() in CUES
