"""The words that tell the two languages apart, and the folding that patterns are written for."""

import re
from typing import Final

# A message is read from both ends: a worry stands at the beginning, its question at the end.
READ_AT_MOST: Final = 4000

_MARKS: Final = dict.fromkeys([*range(0x300, 0x370), 0xAD, *range(0x200B, 0x2010), 0xFE0F, 0xFEFF])
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘´`"))
_LETTERS: Final = str.maketrans("åäáàâãæöøóòôõéèêëíìîïúùûüñç", "aaaaaaaoooooo" + "eeeeiiiiuuuunc")
_FOLDING: Final = {**_MARKS, **_APOSTROPHES, **_LETTERS}
_DRAWN_OUT: Final = re.compile(r"([a-z])\1{2,}")
# An a or o with a helping letter, as people write å, ä and ö on a foreign keyboard; not "does".
_HELPED: Final = re.compile(r"aa|ae|oe(?!s\b|snt?\b|v|m)")
_WORD: Final = re.compile(r"[a-z0-9]+")
_SPACES: Final = re.compile(r"[^\S\n]+")
_NOISE: Final = re.compile(r"https?://\S+|www\.\S+|(?<!\S)[^\s@]+@\S+|(?:^|(?<=\s))[@/][\w@]+")

# Spellings of speech and of chats, in their folded form.
_SPOKEN: Final = {
    word: meant
    for meant, spellings in {
        "ar": "e ae", "och": "o", "mig": "mej", "dig": "dej", "sig": "sej", "jag": "ja jaa",
        "nagon": "nan ngn nagn naan", "nagot": "nat ngt nagt naat", "sedan": "sen",
        "imorgon": "imorn imorrn imoron imorron imorrgon", "ikvall": "ikvell",
        "varfor": "vrf varfo", "istallet": "ist", "de": "dom", "inte": "int ente",
        "mycket": "mkt mycke", "vad": "va", "sadan": "san",
        "you": "u ya yu", "are": "r", "your": "ur", "what": "wat wot", "please": "pls plz",
        "because": "cuz bc coz", "tomorrow": "tmrw tmr tmrrw tomoz tomorow", "people": "ppl",
        "tonight": "tonite 2nite", "someone": "smn sm1", "anyone": "any1 ne1", "thanks": "thx tnx",
        "want to": "wanna", "going to": "gonna", "have to": "gotta", "ok": "okej okay okey",
    }.items()
    for word in spellings.split()
}  # fmt: skip
_APART: Final = re.compile(r"\bi (morgon|morn|morrn|kvall|dag|gar|overmorgon|natt)\b")


def _spoken(found: re.Match[str]) -> str:
    return _SPOKEN.get(found[0], found[0])


def shortened(text: str) -> str:
    """Promise at most two pieces of `READ_AT_MOST` characters, the first and the last ones."""
    if len(text) <= 2 * READ_AT_MOST:
        return text
    return text[:READ_AT_MOST] + "\n" + text[-READ_AT_MOST:]


def without_noise(text: str) -> str:
    """Take away web and mail addresses, @names and /commands: they are in no language."""
    return _NOISE.sub(" ", text)


def fold(text: str) -> str:
    """Promise lower-case letters without marks or apostrophes, speech spelled as in writing."""
    said = shortened(text).lower().translate(_FOLDING)
    said = _HELPED.sub(lambda m: m[0][0], _DRAWN_OUT.sub(r"\1", said))
    said = _APART.sub(r"i\1", _SPACES.sub(" ", said))
    return _WORD.sub(_spoken, said).strip()


_SWEDISH: Final = """
och att det som på är av för med den till inte om ett han men var jag sig från vi så kan när år
under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra
mycket än här då sedan över bara blir upp även vad få två vill ha många hur mer går sverige detta
nya procent skall hans utan sina något svenska allt första fick måste mellan blev bli dag någon
några sitt stora varit dess hon människor tror dem denna vilket bra säger gå du gör göra ingen inga
inget igen själv själva mig dig oss er era ert ni deras hennes honom henne mitt min mina din ditt
dina vår vårt våra vem vilken vilka varför hej hejsan hallå tjena tjenare tja tjo morsning goddag
god morgon kväll natt hejdå tack tackar snälla ursäkta förlåt ja nej jo jaha jaså okej nån nåt nåra
nåt mej dej sej dom de va asså alltså iaf ngn ngt vrf typ liksom ju väl nog kanske faktiskt
egentligen ganska jätte jättebra ändå redan snart alltid aldrig ofta ibland igår idag imorgon imorn
imorrn ikväll imorse helgen vardag vardagar måndag tisdag onsdag torsdag fredag lördag söndag öppet
öppna öppnar öppettider stängt stänger stänga telefon telefonen ringa ringer ringde numret nummer
nummret räkning räkningen anonym anonymt anonyma kostar gratis pengar svara svarar svar skriva
skriver skrev prata pratar pratade hjälp hjälpa hjälper stöd stödtelefon samtal råd fråga frågor
frågar undrar undrade vet veta visste orolig oroar oro rädd rädda ledsen ensam arg mår må känner
känns tänker tänkte vågar orkar gråter hatar tycker tyckte försöker börjat började börjar slutat
slutar ändrat förändrat ändrats blivit umgås hittade hittat såg ser höra hör hörde sa sagt säga son
sonen dotter dottern bror brorsan brorsa syster syrran pappa mamma morsan farsan mormor morfar
farmor farfar kusin kompis kompisar vän vänner man fru sambo pojkvän flickvän tjej kille killar
killen barn barnen barnbarn unge ungen familj familjen anhörig anhöriga närstående lärare skola
skolan elev polis polisen soc socialen kommun kommunen myndighet jobb jobbet hem hemma människa
människor rådgivare radera raderas ta tar tog bort sparas sparar spara syns någonsin vilse engelska
arabiska språk språket tolk kö kön väntar vänta väntat länge timmar timme minuter klockan kl tid
tider dagar vecka veckan dygnet runt röda korset regeringen kan kunde borde behöver behövs
"""
_ENGLISH: Final = """
the of and to a is that it was as with he be by on at are his from or an they which you had not
this have were but their one all we her she has there been if more when will would who what so no
up out its about into than them can only other new some could time these two may then do first any
my now such like our over me even most after also did many before must through back where much your
way well down should because each just those people how too little good very make still own see
work get here between both being under never us same another know while last might off go why come
does doing going want wants wanted need needs think thought feel feels feeling say says said tell
told talk talking talked ask asking asked answer call calling called phone ring ringing write
writing wrote text texting message chat number bill cost costs free charge pay paid open opening
opens close closed closes hours weekday weekdays weekend weekends monday tuesday wednesday thursday
friday saturday sunday today tonight tomorrow tmrw yesterday morning evening afternoon night hello
hi hey hiya thanks thank thx please pls sorry yes yeah yep nope bye goodbye ok okay anonymous
private privacy name nobody anyone anybody someone somebody everyone something anything nothing
everything help helps support advice worried worry scared afraid sad alone angry hate love brother
sister mother mum mom dad father daughter son's husband wife boyfriend girlfriend friend friends
cousin uncle aunt nephew niece grandma grandpa family kid kids child children teacher school police
report human person real robot bot counsellor counselor machine delete erase remove wait waiting
queue long until since ago always often sometimes maybe really actually i'm im i've ive i'd id i'll
don't dont doesn't doesnt didn't didnt can't cant won't wont isn't isnt he's hes she's shes it's
they're theyre you're youre that's thats what's whats there's wasn't couldn't wouldn't u ur wanna
gonna gotta cuz idk language english speak speaks swedish government church anyhow changed became
become started stopped found saw heard hear believe believes lost gone left took take takes makes
made keep keeps kept let lets happens happened happen run runs him himself herself myself around
"""
# Frequent in the one language and real, or common in names and loans, in the other: half a sign.
_HALF: Final = frozenset(
    "bra man son men var kan du vet min ser en du i era all of typ me u".split()
)
# Everyday words of both languages.
_BOTH: Final = frozenset(
    "i in for so hat far fat dig her under over ok okej okay hot man all order bot chat gift alla "
    "sms mail internet nazi radio online info 1 e o a la ska last off have test".split(),
)


def _signs() -> dict[str, float]:
    signs: dict[str, float] = {}
    swedish, english = _SWEDISH.split(), _ENGLISH.split()
    # A Swedish word written without its rings and dots is a weaker sign, and none against English.
    signs |= {word.translate(_LETTERS): 0.7 for word in swedish}
    signs |= dict.fromkeys(swedish, 1.0) | dict.fromkeys(english, -1.0)
    signs |= {word: signs[word] / 2 for word in _HALF if word in signs}
    return signs | dict.fromkeys(_BOTH, 0.0)


# Word to sign: 1 is a sure Swedish word, -1 a sure English one, 0 a word of both.
SIGNS: Final = _signs()
