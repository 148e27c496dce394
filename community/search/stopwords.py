"""Words that say that something is asked, and not what."""

from __future__ import annotations

from community.search.folding import fold

#: Not looked for at all.
_EMPTY = """
    de het een der den des 't 'n die dat dit deze en of maar want dus als dan toch ook nog wel niet
    geen al er hier daar waar in op aan van voor met bij naar uit om tot te tegen over onder tussen
    door per zonder sinds via ik jij je jou jouw u uw hij zij ze hem haar wij we ons onze jullie hun
    hen mij me mijn m'n z'n zich iemand iemands niemand iedereen mensen iets niets alles wat wie
    welke waarom hoe wanneer hoeveel is ben bent zijn was waren wordt worden word heb hebt heeft
    hebben had hadden kan kun kunt kunnen kon konden wil wilt willen wilde zou zouden zal zullen mag
    mogen moet moeten hoef hoeft ga gaat gaan laat laten graag even eens keer weer al heel erg zo
    veel meer meest beetje paar zelf elkaar samen zoek zoeken zoekt gezocht vind vinden weet weten
    vraag vragen wens nodig beschikbaar aub alsjeblieft alstublieft hallo hoi dag bedankt aanbod
    aangeboden bieden bied biedt iemand's mezelf jezelf ander andere anderen nou ff gewoon misschien
    nooit altijd soms vaak steeds bijna helemaal eigenlijk mensen persoon
    the a an and or but not of to in on at for from with by about into is are am be been was were do
    does did can could would will shall should may might must have has had i you he she it we they
    me my mine your his her our their who what which where when why how someone somebody anyone
    anybody something anything please want wants like look looking need needs search find there this
    that these those some any
    kto co czy jak gdzie kiedy moze mozna mi mnie moj moja sie w z na do i o od dla po przez jest sa
    byc chce chcialbym chcialabym szukam potrzebuje ktos kogos ze za
    kim ne nasil nerede bana beni bir ve ile icin mi mu mı var biri birisi istiyorum ariyorum lazim
    bu da de benim bize bizi biri eder edebilir edebilirsiniz ederim edecek ediyor etmek olur olan
    olabilir olarak misiniz musunuz misin lutfen hakkinda konusunda ihtiyacim ihtiyac gerek
    gerekiyor istiyoruz yapabilir yapar bilen
    من ما ماذا هل كيف اين متى في على عن الى إلى مع و او أو ان أن هو هي انا أنا لي اريد أريد ابحث
    أبحث احتاج أحتاج يمكن يمكنه يستطيع شخص احد أحد يمكنها يمكنني هناك
    хто що як де коли чи може можна мені мене мій моя я ти ви ми в у на з із зі до і й та або для
    про від по є хочу шукаю потрібно потрібна хтось когось
"""

#: So common in what people offer and ask that they say little: *wie kan helpen leren …*
_WEAK = """
    helpen help helpt hulp geholpen leren leer leert geleerd les lessen lesgeven cursus uitleg
    uitleggen uitlegt geven geef geeft doen doe doet maken maak maakt gemaakt ervaring kennis samen
    praten vertellen beginner beginners beginnen goed goede mooi nieuw nieuwe thuis groep hobby
    geduld geduldig tips advies oefenen gebruiken gebruik gebruikt regelen lessons class classes
    course courses play using kurs kursu kursy dersi dersleri lekcja lekcje урок уроки курс
    курси вивчати درس دروس دورة
    helping teach teaching learn learning lesson lessons advice make making
    pomoc pomoze nauczyc nauka uczyc yardim yardima yardimci ogrenmek ogretmek ders مساعدة مساعده
    مساعدتي يساعدني تساعدني يساعدنا يساعد تعلم تعليم допомогти допомога допоможе навчити навчитися
    вчити
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(word for each in text.split() for word in fold(each).split())


WEAK = _words(_WEAK)
EMPTY = _words(_EMPTY) - WEAK
COMMON = EMPTY | WEAK
