"""The signs of a story, of courtesy and of nonsense, as patterns for folded text."""

import re
from typing import Final


def any_of(*signs: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the signs, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(signs)})\b")


_FEW: Final = r"(?:\w+ ){0,3}?"
KIN: Final = (
    r"(?:son\w*|dotter\w*|dotra\w*|bror\w*|brors\w*|broder\w*|syster\w*|syrr\w*|pappa\w*"
    r"|mamma\w*|morsa\w*|farsa\w*|man|mannen|fru|frun|sambo\w*|kille\w*|tjej\w*|barn\w*|unge\w*"
    r"|kusin\w*|kompis\w*|polare\w*|van|vannen|elev\w*|brorson\w*|systerson\w*|styvson\w*"
    r"|farbror\w*|morbror\w*|moster|faster|svag\w*|bonus\w*|make|pojkvan\w*|flickvan\w*"
    r"|granne\w*|kollega\w*|mormor|farmor|morfar|farfar|svarson|familj\w*|sons?|daughters?"
    r"|brothers?|sisters?|bro|sis|dad|mum|mom|father|mother|husband|wife|partner|boyfriend"
    r"|girlfriend|kids?|child|children|cousins?|nephew|niece|friends?|mate|student|pupil|step\w+"
    r"|grand\w+|uncle|aunt|boy|girl|lad|ex|family|neighbou?r|colleague|teenager)"
)

# Who is told of. Not "de", which is also the spoken "det".
THEM: Final = any_of(
    r"han|hon|honom|henne|hans|hennes|dem|deras|he|she|him|her|his|hers|they|them|their|hes|shes"
    r"|theyre|theyve",
    rf"(?:min|mitt|mina|var|vart|vara|my|our) (?:\w+ )?{KIN}",
)
CHANGE: Final = any_of(
    r"borjat|borjade|slutat|slutade|(?:for)?andra(?:t|ts|des)|blivit|blev|umgas|vagrar|forsvinner",
    r"pratar (?:bara |om)|sager|sa att|skriver om|hittade|hittat|flyttat|traffar|isolerar|stanger",
    r"stopped|started|chang(?:ed|ing)|became|become|becoming|refuses|talks about|keeps|spends"
    r"|says|told me|found|wont|any ?more|hangs? (?:out|around)|used to|moved out",
)
FEELING: Final = any_of(
    r"orolig\w*|oroar|oro|radd\w*|ledsen|fortvivlad\w*|hjalplos\w*|skams|skam|ensam\w*|gratit"
    r"|grater|graat|angest|panik|orkar inte|pallar inte|overreager\w*|overreact\w*|mitt fel"
    r"|my fault|vet inte vad jag|tappar bort|forlorar",
    r"worried|worrying|worry|scared|afraid|frightened|desperate|helpless|ashamed|crying|cried"
    r"|lonely|terrified|anxious|heartbroken|losing (?:him|her|my)|lost (?:him|her|my)|exhausted"
    r"|dont know what to",
)
MILIEU: Final = any_of(
    r"nazi\w*|nmr|jihad\w*|isis|islamist\w*|salafi\w*|\w*extrem\w*|radikal\w*|radical\w*|hitler"
    r"|white power|vit makt|konspiration\w*|conspirac\w*|sekt\w*|cult|terror\w*|kalifat\w*"
    r"|caliphate|martyr\w*|sharia|hijrah?|antifa|afa|incel\w*|aktivklubb\w*|qanon|skinhead\w*"
    r"|milis\w*|militia\w*|hatar|hat|hates|hateful|hatred|predik\w*|sermons?|propaganda"
    r"|manifest\w*|kuffar|flagga\w*|flags?|otrogna|infidels?|swastika\w*|hakkors\w*|rasis\w*"
    r"|racis\w*|judar\w*|jews|vapen|weapons?",
)
ADVICE: Final = any_of(
    rf"(?:vad|hur) (?:ska|kan|bor|skall|borde) (?:jag|vi|man) {_FEW}(?:gora|svara|prata|na"
    rf"|bemota|hjalpa|stoppa|handla|agera|saga (?:till|at|nar))",
    rf"hur (?:pratar|svarar|bemoter|hjalper|nar) (?:jag|vi|man) {_FEW}",
    rf"(?:what|how) (?:do|can|should|shall|would|could) (?:i|we) {_FEW}(?:do|help|reach|stop"
    rf"|react|respond|handle|deal|talk to|say to|tell|answer)",
    r"(?:vet inte|dont know|no idea|idk) (?:\w+ ){0,2}(?:vad jag ska|what to do|how to)",
    rf"(?:should|ska) (?:i|jag|vi|we) (?:tell|beratta for|confront|konfrontera|prata med) {_FEW}",
)

# Whether a sentence that tells of somebody asks us something, too.
ASKS: Final = re.compile(
    r"\?$|^(?:\W*(?:o|och|and|but|men|so|sa|hej|hi|hello|da|or|eller|also)\W+){0,2}(?:vad|var"
    r"|nar|hur|vem|vilk\w+|varfor|kan|far|ar det|ar ni|har ni|finns|gar|kostar|syns|maste"
    r"|behover|ska ni|do|does|did|is it|is this|are|can|could|may|will|would|what|when|where|who"
    r"|how|why|should|am i|is there|has|have you)\b|\b(?:undrar|wonder\w*|vill veta|want to know"
    r"|tell me if|ni|you|u|kan (?:jag|man|vi)|far (?:jag|man|vi)|(?:can|may|could) (?:i|we)"
    r"|(?:vad|nar|hur|vem|what|when|how|who|where) (?:\w+ )?(?:ni|jag|man|du|det|do|is|can|are"
    r"|time)|(?:hur|how) (?:lang|lange|manga|sent|long|many|late|much)|(?:kostar|ar|syns|finns"
    r"|blir) det|is (?:it|this|there)|does (?:it|this))\b"
)

# Whether it is us who are asked, and not the world.
TO_US: Final = any_of(
    r"ni|er|era|ert|du|you|your|here|hit|chatt?\w*|linjen|the line|stod\w+|ring\w*|skriv\w*"
    r"|hora av|kontakta|anonym\w*|call\w*|write|wrote|contact|phone|text|message|use this|i tell"
    r"|tolk|interpreter|jag berattar",
)

HUMAN: Final = any_of(
    r"(?:behover|vill ha|need|want|require) (?:\w+ )?(?:hjalp|help|stod|support)|^(?:snalla "
    r"|please )?(?:hjalp|help)(?: mig| me)?(?=\W*$)|(?<!hur )(?<!how )(?:kan|can|could) (?:ni|du"
    r"|nagon|you|someone|anyone) (?:\w+ )?(?:hjalpa|help) (?:mig|me|oss|us)",
    r"(?:prata|tala|snacka|skriva|chatta|kopplas?|komma) (?:\w+ ){0,2}(?:med|till) "
    r"(?:\w+ ){0,2}(?:manniska|person|nagon|radgivare|samtalsstod\w*|kvinna|personal\w*|volontar"
    r"|riktig\w*)|(?:prata|tala|skriva|chatta) med er",
    r"(?:riktig|levande|verklig|vanlig|real|actual|living|live|human) (?:\w+ )?(?:manniska"
    r"|person|human|being|radgivare|counsell?or|agent|people|adviser)",
    r"(?:ar|are|is) (?:du|det|ni|detta|det har|you|u|this|it) (?:\w+ ){0,3}(?:bot|robot|maskin"
    r"|ai|manniska|chatt?bot|automatisk\w*|human|(?<!answering )machine|automated|computer|dator"
    r"|real|person)",
    r"(?:inte|ingen|not|no|dont want|stop|slipp\w*) (?:\w+ ){0,4}(?:bot|robot|maskin|dator"
    r"|machine|ai)",
    r"(?:talk|speak|chat|put me through|connect me|get me|transfer me|pass me|write) "
    r"(?:\w+ ){0,2}?(?:to|with) (?:\w+ ){0,2}(?:human|person|someone|somebody|counsell?ors?"
    r"|advis[eo]r|staff|real|people)",
    r"(?:en|1|nagon|a|any|the|same|samma|get|want|need|vill ha) (?:\w+ )?(?:radgivare"
    r"|samtalsstod\w*|counsell?or|human|manniska|advis[eo]r)|radgivare|counsell?or|operator"
    r"|human please",
    r"(?:guy|woman|lady|man|person|tjejen|killen|kvinnan|mannen|personen) "
    r"(?:\w+ ){0,3}(?:last time|yesterday|forra gangen|sist|igar|talked (?:to|with))",
)

GREETING: Final = re.compile(
    r"\W*(?:hej(?:san|hej)?(?! ?da\b)|halla|hallo\w*|tja\w*|tjena\w*|tjenare|tjo|god ?(?:dag"
    r"|morgon|kvall|afton|middag)|goddag|morsning|morrn|hi|hello|helo|hey+|hiya|hya|yo|good "
    r"(?:morning|afternoon|evening|day)|greetings|dear|salam\w*|moin|heya|sup|whats up|evening"
    r"|morning|halloj\w*|hejj+|hola|howdy)\b"
)
THANKS: Final = any_of(
    r"tack|tackar|tusen tack|stort tack|tacksam|thanks|thank you|thank u|thankyou|ty|tysm|cheers"
    r"|much appreciated|appreciate it|grateful|det hjalpte|that helped|ta",
)
NOT_THANKS: Final = any_of(
    r"tack vare|thanks to|tack pa forhand|thanks in advance|thank you in advance|(?:ja|nej"
    r"|jo) tack|(?:no|yes) thank(?:s| you)|mvh|ta (?=\w)|tack hej leverpastej|snalla tack"
    r"|tacka (?:nej|ja)",
)
FAREWELL: Final = any_of(
    r"hej ?da|adjo|vi hors|vi ses|ha (?:det|en) (?:bra|gott|fin|trevlig|skon)|god natt|godnatt"
    r"|sov gott|hej sa lange|maste (?:ga|sluta|dra|sticka)|bye\w*|good ?bye|good ?night|see "
    r"(?:you|ya)|cya|(?:ive|have) (?:got )?to go|gotta go|take care|ttyl|have a (?:nice|good"
    r"|great)",
)

OFF_TOPIC: Final = any_of(
    r"(?:ignore|disregard|forget|override|bypass) (?:\w+ ){0,3}(?:rules?|instructions?"
    r"|guidelines|prompts?|polic\w+|training)|(?:ignorera|glom|strunta i) "
    r"(?:\w+ ){0,3}(?:regler\w*|instruktion\w*|riktlinj\w*|prompt\w*)",
    r"role ?play|you are now|from now on you|spela rollen|system ?prompt|jailbreak"
    r"|developer mode|chatgpt|openai|unrestricted",
    r"vadret|vader|weather|recept|recipe|bitcoin|crypto|krypto|casino|viagra|onlyfans|pizza\w*"
    r"|lotto|horoskop|horoscope|huvudstad\w*|capital of|laxa|laxor|homework|essay|uppsats|skamt"
    r"|joke|poem|dikt|write (?:\w+ ){0,2}(?:code|python)|python|discount|rabatt\w*|click here"
    r"|klicka har|http",
    r"fuck (?:you|off|u)|idiot(?:er|s)?(?=\W*$)|(?:din|ni ar|jobbiga) (?:\w+ )?(?:idiot\w*|hora"
    r"|fitta|javla\w*)|dumma bot|stupid bot|(?:ni|du) ar (?:\w+ )?(?:vardelos\w*|kass\w*)|you "
    r"(?:are )?(?:\w+ )?(?:useless|worthless)|^test(?:ing|ar)?(?=\W*$)|^test test|testar bara"
    r"|asdf\w*|just testing",
    r"who won|vem vann|(?:what|hur) (?:is )?\d+ ?[+*x] ?\d+",
)
# How somebody begins who wants the bot to be another.
STEERS: Final = re.compile(
    r"\W*(?:ok |now |nu |och |and |please |snalla )*(?:pretend|act (?:as|like)|latsas"
    r"|lat oss leka|spela)\b"
)
# Another place's business.
ELSEWHERE: Final = any_of(
    r"skatteverket|forsakringskassan|csn|migrationsverket|arbetsformedlingen|vardcentral\w*"
    r"|apotek\w*|systembolaget|ica|buss\w*|taget|tag|sparvagn\w*|tunnelbana\w*|parkera\w*"
    r"|parking|library|biblioteket|tandlakar\w*|dentist|passport office|bank|banken"
    r"|restaurang\w*|restaurant|train|bus|swish|postnord|paket\w*|parcel|delivery|leverans\w*"
    r"|flight|hotel|hotell\w*|gym|match\w*|bio",
)
