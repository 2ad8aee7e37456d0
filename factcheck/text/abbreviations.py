"""Words whose full stop does not, or not by itself, end a sentence, in the languages we read."""

from __future__ import annotations

from factcheck.text.wordlists import word_set

# Always followed by the rest of the sentence: titles, references, street and place prefixes.
BEFORE_NAME = word_set(
    """
    mr mrs ms mx dr prof rev hon st ste sr jr messrs mme mlle sen sens rep reps gov govs gen lt col maj
    capt cmdr sgt adm brig pres supt insp fr no nos vol fig art sec ch pp approx vs cf eg e.g ie i.e viz
    ca hr hrn frau dipl ing nr str abs bzw z.b d.h u.a v.a vgl sog ggf inkl evtl geb gest m mm art av bd
    p.ex sra srta sres dra lic ud uds núm pág ej p.ej prof inż mgr hab ks bp gen płk mjr por ul al pl im
    tzw np nt wg ok tj m.in śp św red вул просп пл обл р-н ім проф акад доц св гр тов див напр наприклад
    т.зв тис млн млрд грн руб коп ул пер г д кв стр им св см ср напр т.н т.наз пр т.е т.к
    """
)

# May close a sentence: it does when the next word is one that opens sentences.
MAY_CLOSE = word_set(
    """
    inc ltd co corp bros plc llc dept est etc al a.m p.m am pm jan feb mar apr jun jul aug sep sept oct
    nov dec mon tue tues wed thu thur thurs fri sat sun calif conn del fla ga ill ind kan ky la mass md
    mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo usw u.s.w u.v.m etc p.p ss
    aa.vv itd itp etc i.t.d т.д т.п т.ін ін др т.i р рр рік гг в вв п.п
    """
)

GERMAN_MONTHS = word_set(
    """
    Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember
    """
)

# Capitalised words that hardly ever continue a name, so a stop before them is the end of a sentence.
SENTENCE_OPENERS = word_set(
    """
    The A An This That These Those There Then He She It They We You I His Her Its Their Our My In On At
    By For From With But And Or So Yet Still If When While As After Before Since Because Although Though
    However Meanwhile What Who Why How Where Some Many Most All No Not One Two Another Other Both Each
    According Der Die Das Ein Eine Er Sie Es Wir Ich Ihr Im In Am Auf Mit Und Aber Doch Auch Wenn Als
    Nach Vor Seit Bei Zu Für Dass Le La Les Un Une Des Il Elle Ils Elles On Nous Vous Je Ce Cette Ces En
    Au Aux Dans Sur Pour Par Mais Et Si Après El Los Las Una Unos Ella Ellos Yo Su Sus Pero Y Cuando
    Según Por Para Con Sin Esta Este Eso No Se To Ten Ta Te Ci On Ona Oni One My Wy Ja Jest Są Nie Ale I
    A W Z Na Po Od Do Dla Przed Jak Gdy Kiedy Jednak Według Це Цей Ця Ці Він Вона Воно Вони Ми Ви Я Його
    Її Їх У В На За Про Але Та І Й Коли Якщо Як Після Перед Для Не Однак Тому Это Этот Эта Эти Он Она
    Оно Они Мы Вы Его Её Ее Их С К По О Об Но А И Когда Если Как После Перед Для Однако Поэтому
    """
)
