"""A question as search reads it: which words to look for, and how much each says."""

from __future__ import annotations

from dataclasses import dataclass

from community.search.dutch import roots
from community.search.folding import fold
from community.search.stopwords import EMPTY, WEAK

#: Of a long text the longest words say the most, and nobody waits for more.
MOST_WORDS = 12
#: What a word counts that stands in every second offer.
WEAK_COUNTS = 0.25
#: Per word, those that stand in the fewest Dutch words: enough to survive a slip.
GRAMS_PER_WORD, GRAMS_PER_FORM = 4, 1

#: What stands in most Dutch texts, the commonest first: of little use to find one by.
_COMMONEST = (
    "en |et |er | de|een|de | he| ee|an | me|je | je|at |het|nie| ge| ni|oor|iet| we|is | wa|"
    " da| be| is| er|it | te|gen|aar|van| va|ie | in|eer|men|and|in |ver| op|nde| en|aan| vo|"
    " ma| di|der|ten|um |eze|aat|ers|voo|ite|te |ze |ar | al|st |ens|es | st| bi|or | zi|op |"
    " no| ve|ing|met|ij |mee| wi| aa|ken|sen|dez|dat|ls |nd |ag |el |al |den|sta|lij|we |wat|"
    "ng |cti|ord| ze| an|lle|ail|taa|mai|eld| na|tei|eit|ts | do|og |gee| zo|als| pl| li|rd |"
    "age| vr|nog| ho|naa|nt |hee|bij| pa|ek |dit|of |waa| of|ere|ter|ets| la| on|cht| ko| ie|"
    "all|die|uit| to|tel|woo|est|nge|ste|om |il |kom|bli|ee | ki|vra|wie|ier|ren|dan|ond| co|"
    "ijn|eve|eek|laa|rij|ang|ns |gin|eke|doe|jn |jst|on | hi|am |gt |gel|lee|rde|nne|ant|raa|"
    "erd|end|zij|elk|iem| om|the|nen|oon|art|ld |mel|rs |ont| le|ent|ner|hie| ui"
)
_COMMON = {gram: -at for at, gram in enumerate(_COMMONEST.split("|"))}


@dataclass(frozen=True, slots=True)
class Question:
    """Its words, folded, each once, in the order they were asked, and how much each counts."""

    words: tuple[str, ...]
    counts: tuple[float, ...]

    @property
    def grams(self) -> list[str]:
        """By which candidates are found: the rarest trigrams of each word that says something."""
        most = max(self.counts, default=0.0)
        telling = [w for w, c in zip(self.words, self.counts, strict=True) if c == most]
        return list(dict.fromkeys(gram for word in telling for gram in _rarest(word)))


def read(text: str) -> Question:
    """What is left of a question without the words that only say that something is asked.

    A question of weak words alone (*hulp*) is looked for by those.
    """
    words = [word for word in dict.fromkeys(fold(text).split()) if word not in EMPTY]
    words = [word for word in words if len(word) > 1]
    strong = {word for word in words if word not in WEAK}
    if len(words) > MOST_WORDS:
        longest = sorted(words, key=lambda word: (word in strong, len(word)), reverse=True)
        kept = set(longest[:MOST_WORDS])
        words = [word for word in words if word in kept]
    return Question(
        tuple(words),
        tuple(1.0 if word in strong or not strong else WEAK_COUNTS for word in words),
    )


def _rarest(word: str) -> list[str]:
    """Trigrams with the word's edges; of another form of it, only what that form adds."""
    grams = _grams(f" {word} ")
    own = sorted(grams, key=_how_common)[:GRAMS_PER_WORD]
    others = {gram for root in roots(word) for gram in _grams(root)} - set(grams)
    return own + sorted(others, key=lambda gram: (_how_common(gram), gram))[:GRAMS_PER_FORM]


def _grams(text: str) -> list[str]:
    return [text[at : at + 3] for at in range(len(text) - 2)]


def _how_common(gram: str) -> int:
    """Known beforehand and not counted: what others say shapes no answer."""
    return _COMMON.get(gram, -len(_COMMON))
