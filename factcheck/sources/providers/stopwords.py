"""Words that carry no topic in the seven languages the service reads; the lists are our own and short on purpose."""

from __future__ import annotations

_BY_LANGUAGE = {
    "en": """a about after all also an and any are as at be because been before being but by can could did do does for
        from had has have he her him his how i if in into is it its just may me more most my no nor not now of off on
        one only or other our out over said say says she should so some such than that the their them then there these
        they this those to under up us very was we were what when where which while who why will with would you your""",
    "de": """aber als am an auch auf aus bei bin bis das dass dem den der des die doch du durch ein eine einem einen
        einer eines er es für gegen hat haben ich ihr im in ist kein keine man mit nach nicht noch nur oder sein sich
        sie sind so über um und uns unter vom von vor war was wenn wer werden wie wir wird wurde zu zum zur""",
    "fr": """à au aux avec ce ces cette dans de des du elle en est et été il ils je la le les leur lui mais même ne
        nos notre nous on ou où par pas plus pour qu que qui sa sans se ses si son sont sur un une vos votre vous""",
    "es": """a al ante como con contra cuando de del desde donde el ella en entre era es esta este fue ha hay la las
        le les lo los más me mi muy ni no nos o para pero por que quien se ser si sin sobre son su sus también te un
        una uno y ya""",
    "pl": """a ale bez być by był była było były co czy dla do gdy go i ich im jak jako jego jej jest jeszcze już
        która które który lub ma mi może na nad nie niż o od oraz po pod przed przez przy się są ta tak także tam te
        tego tej ten to tu tylko tym u w we więc z za ze że""",
    "uk": """а але без би бо був була було були в вже ви від він вона вони воно все для до є же за з зі і із й його її
        їх коли лише ми на над не ні ним ну о об один по при про та так також там те ти тим то той тому у це цей ця
        чи чого що щоб як яка який які якщо""",
    "ru": """а без бы был была были было быть в вам вас весь во вот все вы где да для до его ее ей если есть еще ещё
        же за здесь и из или им их к как какая какой ко когда которая которые который кто ли между мне мы на над нас
        не нет но ну о об он она они оно от по под при с со так также там то того тоже только том ты у уже что чтобы
        эта эти это этот я""",
}

STOPWORDS: dict[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in _BY_LANGUAGE.items()}
EVERY_STOPWORD = frozenset().union(*STOPWORDS.values())
