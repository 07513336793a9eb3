"""Whether somebody is in danger now or soon: rather once too often than once too seldom."""

import re
from enum import StrEnum
from typing import Final

from handlers.words import fold


class Danger(StrEnum):
    """What threatens; each has numbers of its own to call."""

    SELF_HARM = "self_harm"
    HOME = "home"
    LEAVING = "leaving"
    VIOLENCE = "violence"

    @property
    def card_key(self) -> str:
        """The key of the text with its numbers."""
        return f"danger-{self.value.replace('_', '-')}"

    @property
    def reason_key(self) -> str:
        """The key of the line that tells counsellors of it."""
        return f"reason-{self.card_key}"


def danger(text: str) -> Danger | None:
    """Return what threatens now or soon, or None; what is past, denied or played is not danger."""
    pieces = _PIECE.split(_FALSE_FRIENDS.sub(" ", fold(text)))
    alarming = [piece for piece in pieces if not _is_harmless(piece)]
    if len(alarming) == len(pieces):
        # People break lines and pause in the middle of a sentence.
        alarming.append(" ".join(" ".join(pieces).split()))
    for kind, signs in _SIGNS.items():
        if any(map(signs.search, alarming)):
            return kind
    return None


def _is_harmless(piece: str) -> bool:
    if _UNREAL.search(piece):
        return True
    return bool(_PAST.search(piece)) and not _WHEN.search(piece)


def _any(*signs: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the signs, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(signs)})\b")


def _one_of(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


# What follows "but" or "now" is judged by itself: it was only words before, and now it is not.
_PIECE: Final = re.compile(r"[.!?\n;]+|\b(?=(?:men|but|nu|now)\b)")

_FALSE_FRIENDS: Final = _any(
    r"skjut\w* (?:upp|fram|pa (?:det|mote\w*|resan))",
    r"(?:panik|hjart|astma|panic|heart|asthma|anxiety) ?attac?k\w*",
    r"(?:det|it) (?:slar|slog|hits?|hurts?|kills?) (?:mig|me)",
    r"dod(?:s)?trott\w*|(?:bored|tired|scared|worried) to death|dying to \w+|die of (?:shame"
    r"|boredom)",
    r"(?:its|is|this|worry|waiting) killing (?:me|us)|kill (?:some )?time",
    r"shoot (?:me|you|us|him|her|them) an? \w+",
)

# In the same piece of a sentence these say that it is played, denied, imagined or a place of work.
_UNREAL: Final = _any(
    r"(?:i|in|on|pa|om|about) (?:\w+ )?(?:spel\w*|film\w*|serie[rn]?|bok\w*|nyhet\w*|tv|games?"
    r"|movies?|films?|books?|news)",
    r"spelar|gaming|plays|playing|tv-?spel|dataspel|fortnite|minecraft|xbox|documentary|lyrics",
    r"(?:aldrig|never) (?:\w+ ){0,2}(?:hota\w*|threat\w*|slagit|hit|hurt|skada\w*|dod\w*|kill\w*"
    r"|violent|valdsam\w*)(?! (?:\w+ ){0,2}(?:forut|tidigare|before))",
    r"(?:inte|not|nt|didnt|hasnt|isnt) (?:hota[rt]|slagit|skadat|threatened|hit|hurt|violent"
    r"|suicidal)",
    r"(?:inga|ingen|inget|no|without|utan) (?:\w+ )?(?:vapen|weapons?|guns?|sjalvmord\w*)",
    r"(?:skulle|would) (?:aldrig|never|inte)|wouldnt|tank om|what if|if he (?:ever|were)",
    r"(?:jobbar|arbetar|jobb|works?|working|worked|job) (?:pa|at|in|as|som|vid)",
)
_PAST: Final = _any(
    r"(?:ar|manader|manad|years?|months?|decades?) (?:sedan|ago|back)|forra aret|i fjol|last year",
    r"used to|back then|pa den tiden|i barndomen|in 20[01]\d",
    r"(?:som|as an?|nar (?:jag|han|hon|vi) var|when (?:i|he|she|we) (?:was|were)) "
    r"(?:\w+ ){0,2}(?:barn|liten|sma|ung|child|kid|boy|girl|little|young|small)",
)

_SOON: Final = _one_of(
    "ikvall inatt idag imorgon nu strax snart tonight today tomorrow now soon midnight"
)
_WHEN: Final = _any(_SOON)
_FEW: Final = r"(?:\w+,? ){0,3}?"
_GAP: Final = r"(?:\w+,? ){0,5}?"
_INTENDS: Final = _one_of(
    r"""ska skall skulle vill tanker tankte kommer planer\w+ hota[rt] hotade lovar svar redo
    will hell shell theyll ill going\sto wants? wanted plan\w* threat\w+ about\sto try\w* tries
    ready\sto vow\w+ swears? intends? said sa sager says sagt skriv\w+ skrev wrote writes texted"""
)
_SELF: Final = _one_of("himself herself myself themself themselves sig sig\\ssjalv mig\\ssjalv")
_HURTS: Final = _one_of("skada skadar skar skarit skurit doda skjuta hangt hanga dranka")
_US: Final = _one_of(
    r"""mig oss mamma pappa barnen sin min sina mina var lillasyster lillebror
    me us mum mom dad my our the\skids the\schildren the\sbaby"""
)
_WEAPON: Final = _one_of(
    r"""vapen vapnet pistol\w* gevar\w* hagel\w+ kniv kniven knivar yxa machete bomb bomber bomben
    sprang\w+ dynamit granat\w* ammunition guns? shotgun rifle knife knives axe explosives? bombs?
    grenades? weapons? ammo ak-?47"""
)
_HAS: Final = _one_of(
    r"""har hade kopt koper kopte skaffa\w* ladda\w* bar bygg\w+ tog tagit tar med gomt gommer
    viftar haller hitta\w+ tillverk\w* slipar
    has have hes\sgot got gets bought buy\w* load\w* build\w* built took takes taken carr\w+ with
    hold\w* hid hides hiding found making made makes waving sharpening bring\w*"""
)
_KILLS: Final = _one_of(
    r"""doda morda skjuta spranga hugga knivhugga attackera skada hamnas halshugga massakrera mord
    kill murder shoot stab bomb attack hurt behead massacre slaughter harm blow\sup burn\sdown
    blow\s\w+\sup"""
)
_KILLING: Final = _one_of(
    "dodar mordar skjuter spranger hugger killing shooting stabbing attacking kills shoots stabs"
)
_ATTACK: Final = _one_of(
    r"attentat\w* dad terrordad\w* attack\w* terror\w* massaker bomb\w* shooting massacre"
)
_GOES: Final = _one_of(
    r"""aka aker resa reser flyga flyger dra drar sticka sticker ansluta pa\svag go going travel\w*
    fly flies flying leave leaves leaving join joining on\s(?:his|her|their|the)\sway"""
)
_ABROAD: Final = _one_of(
    r"""syrien syria irak iraq afghanistan somalia ukraina ukraine jemen yemen libyen libya turkiet
    turkey gransen border fronten front kriget kriga strida slass fight war jihad kalifatet
    caliphate isis utomlands abroad"""
)
_AWAY: Final = _one_of(
    r"utomlands till\shemlandet ur\slandet abroad out\sof\sthe\scountry back\shome"
)

_SIGNS: Final = {
    Danger.SELF_HARM: _any(
        r"(?:ta|tar|tagit|tog) (?:livet|sitt liv|mitt liv)|(?:take|taking|took) (?:his|her|my) "
        r"(?:own )?life",
        r"(?:sjalvmord|suicid)(?!\w* ?(?:bomb|vast|vest|attac?k))\w*|avskedsbrev\w*",
        r"(?:goodbye|suicide) (?:letter|note)|sjalvskad\w*|overdos\w*|self.?harm\w*",
        rf"(?:inte|orkar|slippa|not|dont|doesnt|cant|wont|no reason) {_FEW}(?:leva|live|be alive"
        rf"|finnas|exist|vakna|wake up|go on living|be here (?:tomorrow|anymore))",
        rf"(?:vill|tanker|onskar|bara) {_FEW}(?:do|vara dod)",
        rf"{_INTENDS} {_GAP}(?:die|be dead|be gone|end it|end it all|hanga sig|hoppa fran"
        rf"|jump off)",
        r"(?:end|ending|avsluta) (?:his|her|my|sitt|mitt) (?:life|liv)",
        rf"(?:kill|hurt|harm|cut|shoot|hang|drown|poison)\w* {_SELF}",
        rf"(?:jag (?:\w+ ){{0,4}}?{_HURTS} mig|{_HURTS} {_SELF})",
        r"(?:swallowed|taken|took|svalt|svalde|tagit) (?:\w+ ){0,3}(?:pills|tablets|tabletter"
        r"|piller)",
        r"(?:star|stands?|standing|hes|shes|is) (?:\w+ ){0,2}(?:pa|on) (?:the |a )?(?:bron"
        r"|bridge|taket|roof|sparet|tracks|ledge)",
    ),
    Danger.HOME: _any(
        rf"(?:sla|slar|slog|slagit|sparka\w*|stryp\w*|hota[rt]?|hotade|jaga[rt]?|knuffa\w*"
        rf"|misshandl\w*) (?:han |hon |pappa |pa |att doda )?{_US}",
        rf"(?:hits?|hitting|beat\w*|punch\w*|kick\w*|chok\w+|strangl\w+|threaten\w*|hurt\w*"
        rf"|chas\w+|slap(?:s|ped|ping)) (?:on )?{_US}(?! feelings)",
        rf"{_KILLS} (?:mig|oss|me|us)",
        r"(?:radd|fruktar|fear|afraid|scared|fearing) (?:for|of) (?:mitt|vara|my|our) (?:liv"
        r"|life|lives)",
        r"(?:last|laser|laste|stangt|sparrat) in (?:mig|oss|henne|honom|barnen)",
        r"(?:locked|locks|locking) (?:me|us|her|him|the (?:kids|children)) (?:in|up|inside)",
        rf"(?:slipp\w*|kommer|komma|far|lamna\w*|get|leaves?|gets|let"
        rf"|nobody) {_GAP}(?:ut harifran|harifran|out of here|out alive|levande)",
        rf"(?:last|locked|barri[ck]\w*) {_GAP}(?:inifran|inside with)",
        r"(?:breaking|kicking|smashing|sparkar|bryter|slar) (?:\w+ ){0,2}(?:down|in) "
        r"(?:\w+ )?(?:door|dorren)",
    ),
    Danger.LEAVING: _any(
        rf"{_GOES} {_GAP}{_ABROAD}",
        rf"{_INTENDS} {_GAP}{_GOES} {_GAP}{_SOON}",
        rf"(?:aker|reser|flyger|sticker|leaves|leaving|flies|flying) {_GAP}{_SOON}",
        rf"{_SOON} {_GAP}(?:aker|reser|flyger|leaves|flies)",
        r"(?:pa|till|mot|vid|at|to|in|near) (?:the )?(?:\w+ )?(?:flygplats\w*|arlanda|landvetter"
        r"|kastrup|airport|gaten)|boarding|enkelbiljett\w*|one.way ticket",
        r"(?:pass|passet|passport) (?:\w+ ){0,3}(?:borta?|saknas|gone|missing)",
        r"(?:tagit|tog|packat|taken|took|packed|har|has|with) (?:\w+ ){0,3}(?:passet|passport"
        r"|passen)",
        r"gift\w* (?:\w+ )?bort|bortgift\w*|bortfor\w*|tvangsgift\w*|married off|forced? "
        r"(?:\w+ ){0,2}marr\w+",
        rf"(?:tar|tagit|ta|tas|skicka\w*|tak\w+|send\w*|sent) (?:\w+ ){{1,4}}"
        rf"(?:{_AWAY}|{_ABROAD})",
        rf"(?:ansluta|anslutit|join|joined|joining) {_FEW}(?:is|isis|kriget|the fight)",
    ),
    Danger.VIOLENCE: _any(
        rf"{_INTENDS} {_GAP}{_KILLS}",
        rf"(?:ska|skall|maste|kommer|borde|far) {_FEW}do",
        rf"{_INTENDS} {_GAP}(?:something|nagot) (?:\w+ )?(?:bad|terrible|big|dumt|hemskt|farligt"
        rf"|stort)",
        rf"{_KILLING} {_FEW}(?:nagon|folk|alla|dem|oss|people|some(?:one|body)|every(?:one|body)"
        rf"|us|them|{_SOON})",
        rf"{_HAS} (?:(?!for |of )\w+ ){{0,4}}?{_WEAPON}",
        rf"{_WEAPON} (?:\w+ ){{0,4}}?(?:{_SOON}|in (?:his|her|my|our|the)|i (?:hans|hennes|sin"
        rf"|garaget|kallaren|vaskan|rummet|forradet)|under (?:sangen|the bed|his|her))",
        rf"(?:planera\w*|forbered\w*|plan\w*|prepar\w*|hota\w*) {_GAP}{_ATTACK}",
        rf"{_ATTACK} {_GAP}{_SOON}|gisslan|hostages?|bomb ?balte\w*|(?:suicide|bomb) (?:vest"
        rf"|attack\w*)",
        rf"(?:sjalvmords|suicide ?)bomb\w*|{_SOON} {_FEW}(?:smaller det|dor (?:de|alla)"
        rf"|people die)",
        r"(?:lagt ut|skickat|skickade|skrivit|posted|sent|published|wrote|written) "
        r"(?:\w+ ){0,3}manifest\w*",
    ),
}
