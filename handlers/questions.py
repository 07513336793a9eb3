"""The questions that the bot knows answers to, as patterns for folded text."""

from typing import Final

from handlers.patterns import KIN, any_of

_SOME: Final = r"(?:\w+ ){0,5}?"
_US: Final = r"(?:ni|er|du|you|u|de har|chatten|linjen|stodlinjen|stodtelefonen|the (?:chat|line))"
_PROFESSION: Final = (
    r"(?:larar\w*|rektor\w*|skola\w*|kommun\w*|forening\w*|forbund\w*|myndighet\w*|socialt\w*"
    r"|socialsekr\w*|kurator\w*|tranare\w*|fritids\w*|chef\w*|arbetsgivare|forsamling\w*"
    r"|polis\w*|organisation\w*|foretag\w*|moske\w*|imam\w*|prast\w*|skolskoterska|teachers?"
    r"|head ?teacher|schools?|municipal\w*|organi[sz]ations?|employers?|coach\w*|youth (?:worker"
    r"|club)\w*|social workers?|authorit\w+|association|compan\w+|priest|nurse|doctor|clubs?"
    r"|professionals?)"
)
_LANGUAGE: Final = (
    r"(?:arab\w*|kurd\w*|sorani|kurmanji|somali\w*|persisk\w+|persian|farsi|dari|pashto|turk\w*"
    r"|tigrinja|tigrinya|rysk\w+|russian|finsk\w+|finnish|spansk\w+|spanish|fransk\w+|french"
    r"|tysk\w+|german|polsk\w+|polish|bosnisk\w+|bosnian|serbisk\w+|serbian|kroatisk\w+"
    r"|albansk\w+|albanian|ukrainsk\w+|ukrainian|portug\w+|italien\w+|italian|engelska|english"
    r"|swedish|norska|danska|urdu|hindi|kinesiska|chinese|teckensprak\w*|sign language"
    r"|modersmal\w*|mother tongue)"
)

FACTS: Final = {
    "waiting": any_of(
        rf"(?:hur|how) (?:lang|lange|long|manga|many) {_SOME}(?:ko\w*|vanta\w*|fore|framfor|kvar"
        rf"|wait\w*|queue|ahead|before|in front|left|tills? nagon|until (?:someone|i))",
        r"kon|kotid\w*|koplats\w*|star i ko|i ko|vantetid\w*|(?:the|in|this|your) queue"
        r"|wait(?:ing)? time",
        r"(?:jag )?(?:har|ha) (?:\w+ )?(?:vantat|suttit har)|vantar (?:fortfarande|har|pa svar)",
        r"(?:ive|i have|been|still|im) (?:\w+ ){0,2}waiting|been (?:here|sitting here) (?:for"
        r"|since)",
        r"(?:ar|finns) (?:det )?(?:\w+ )?nagon (?:har|dar|hemma|kvar)|nagon (?:dar|har)",
        r"(?:are you|r you|you|anyone|anybody|someone) (?:still |even )?(?:there|here)(?=\W*$)"
        r"|(?:is )?any(?:one|body) (?:there|here|home)(?=\?)",
        r"(?:are you|you) (?:still )?there(?=\?)|snalla svara|svarar ingen|ingen svarar"
        r"|hur lang tid (?:\w+ ){0,4}svar\w*|svarar ni inte|varfor svarar|(?:no one|nobody|noone"
        r"|why) (?:\w+ ){0,2}(?:answer|answers|answering|reply|replies|replying)",
        r"(?:kom|gick|har) (?:det|mitt|meddelandet|mina) (?:\w+ ){0,4}(?:fram|ivag)|fick ni "
        r"(?:mitt|det)",
        r"(?:did|has) (?:my|it|that|you) (?:\w+ ){0,2}(?:arrive|go through|send|sent|get (?:my"
        r"|it|that))",
        r"(?:min|my) (?:tur|turn|place|plats|position)|(?:vilken|what) (?:plats|place"
        r"|number am i)|next in line|nasta i (?:ko\w*|tur)|glomt (?:bort )?mig|forgotten "
        r"(?:about )?me",
    ),
    "erase": any_of(
        r"(?:radera|ta bort|tar (?:ni|man|jag) bort|slang|slanga|kasta|rensa|sudda|forstor|glom"
        r"|radera\w*|delet\w+|eras\w+|remov\w+|wipe|forget|clear|get rid of|destroy|undo|unsend"
        r"|take down|take back|scrap|bin) (?:\w+ ){0,4}(?:konversation\w*|chatt?\w*|allt\w*|det"
        r"|detta|samtal\w*|meddelande\w*|skrivit|skrev|historik\w*|uppgifter\w*|min|mina|it|this"
        r"|that|everything|messages?|conversation|what i|data|texts?|all|history|me|mig)",
        r"(?:det|allt|vad) jag (?:skrev|skrivit) (?:\w+ ){0,3}(?:bort|raderat|borta)",
        r"(?:my|the) (?:messages?|chat|conversation) (?:\w+ ){0,2}(?:deleted|removed|erased|gone)",
    ),
    "anonymity": any_of(
        r"anonym\w*|sekretess\w*|tystnads\w+|konfident\w*|confidential\w*|spara[sr]? (?:ni|det"
        r"|du|allt|nagot|detta|samtal\w*|chatt?\w*|min\w*)|sparas|lagra[sr]|logga[sr]|spela\w* "
        r"(?:\w+ )?in|spelar ni in",
        r"(?:are|is|do|does|will|u|you) (?:\w+ ){0,4}(?:record\w*|stored?|saved?|logged|logs?"
        r"|keep logs|track\w*|trac(?:e|ed|ing)|monitor\w*)",
        r"(?:is|ar|are|blir|stay|stays|kept|stannar|forblir) (?:\w+ ){0,3}(?:private|hemlig\w*"
        r"|privat|secret|between us|mellan oss|sakert|safe to (?:write|talk|chat))",
        rf"(?:far|fa|fatt|kan|kommer|ska|behover|maste) {_SOME}(?:reda pa|veta (?:att|om|nagot"
        rf"|vem|det)|fa veta|se (?:det|vad|vem|att|mitt|mina))",
        r"(?:far|fa) (?:\w+ ){0,3}veta",
        r"(?:vem|vilka|who|nagon|anyone|anybody|someone|nobody|ingen|noone|no one) "
        r"(?:\w+ ){0,3}(?:ser|se|laser|lasa|se|sees?|reads?|knows?) (?:det|vad|detta|this|what"
        r"|it|that|my|mitt|mina|i|jag)",
        r"(?:vem|who) (?:kan |can |else |all )?(?:ser|laser|lasa|sees|reads?)",
        r"(?:mitt|my|riktiga|real|fake|falskt|ge|give) (?:\w+ )?(?:namn|name|identity|identitet)"
        r"|(?:vem jag|who i) (?:ar|am)|personnummer|ip.?adress\w*|ip.?address|identifi\w+",
        r"(?:do|see|shows?|know|have|get|ser|vet|har|syns|visas) (?:\w+ ){0,2}(?:my|mitt) "
        r"(?:\w+ )?(?:nummer|number|email|address|adress|name|username|location|ip|identity)",
        r"(?:find|finds|found|finding) out (?:(?:that )?(?:i|we|about|its) |if i)|(?:anyone|he"
        r"|she|they|somebody|someone|anybody|parents|school|police) (?:\w+ ){0,2}find out",
        r"(?:do|will|would|must|can|are|does|if|you) (?:\w+ ){0,4}(?:report(?:ed)?|inform|notify"
        r"|alert|contact|call|share|tell|pass) (?:\w+ ){0,4}(?:police|school|social services"
        r"|authorit\w+|parents|anyone|government|sapo|cps|him|her|family)",
        r"(?:will|do|does) (?:\w+ ){0,3}(?:get (?:in|into) trouble|be (?:arrested|punished) if"
        r"|go (?:any )?further)",
        r"ringer (?:ni|du) (?:till )?(?:polis\w*|soc\w*|min|mina|skolan|foraldrar\w*)|(?:anmal"
        r"|kontaktar|berattar|tipsar|rapporter|larmar|meddelar|skickar)\w* (?:ni|du|de)",
        r"(?:ni|du) (?:\w+ ){0,2}(?:anmal|kontaktar|rapporter|tipsar|samarbetar|lamnar|delar)\w*"
        r"|polisanmal\w*|orosanmal\w*|tystnadsloft\w*|gdpr|privacy",
        r"(?:polisen|polis|sapo|soc|socialen|skolan|the police|police) (?:\w+ ){0,3}(?:veta|reda"
        r"|know|told|involved|inblandad\w*)",
    ),
    "phone_bill": any_of(
        r"\w*rakning(?:en|ar|arna)?|faktur\w*|samtals(?:lista\w*|historik\w*|specifikation\w*"
        r"|logg\w*)",
        r"abonnemang\w*|bills?|billing|invoices?|call (?:list|log|history|record)s?"
        r"|phone records?|itemi[sz]ed|(?:phone|bank|monthly) statement",
        r"(?:syns|visas|framgar|marks|dyker upp|show|shows|appear|appears|listed|come up"
        r"|comes up|see) (?:\w+ ){0,6}(?:samtal|samtalet|call|calls|calling|ringt|ringer|ringde"
        r"|called|rang|phoned)",
        r"(?:call|samtal|samtalet|numret|number) (?:\w+ ){0,4}(?:syns|visas|show|shows|appear"
        r"|listed|come up|traced?)",
    ),
    "hours": any_of(
        r"oppettid\w*|oppningstid\w*|telefontid\w*|jourtid\w*|opening (?:hours|times?)|(?:your"
        r"|what|the|office|which) hours|bemann\w*|staffed|(?:vilka|nagra|era|vilken) tid(?:er)?"
        r"|(?:what|which) (?:times?|days)|vilka (?:vecko)?dagar",
        rf"(?:har|haller|ar) {_US} (?:\w+ ){{0,3}}?(?:oppe\w*|stang\w*|igang|pa plats"
        rf"|tillgangliga)",
        r"(?:har|haller) (?:man |det )?(?:oppet|stangt)|^oppe[tn]?\b|^(?:open|closed)\b|ar det "
        r"(?:oppet|stangt|for sent)|(?:oppnar|stanger) (?:ni|du|de|chatten|linjen|telefonen|det)"
        r"|(?:nar|tid) (?:\w+ ){0,3}(?:oppna\w*|oppet|stanga\w*|stangt)",
        r"nar (?:kan|far|gar|ska|brukar|bor) (?:det|jag|man|vi) (?:\w+ )?(?:ringa|na|skriva"
        r"|prata|hora|att|chatta|fa tag)|nar ar (?:det )?(?:bast|lampligt)|nar (?:ar|har|borjar"
        r"|slutar|svarar|jobbar|finns) (?:ni|det|du|nagon)",
        r"(?:are|r|is|will|be) (?:you|u|it|the line|the chat|this|anyone|yall) "
        r"(?:\w+ ){0,2}(?:open|closed|available|staffed)|(?:do|does|when|time) "
        r"(?:\w+ ){0,3}(?:open|close|closes|opens|shut|finish|start|begin)",
        r"when (?:can|could|do|are|is|will|should) (?:i|you|u|someone|anyone|we|there|it) "
        r"(?:\w+ ){0,2}(?:call|ring|write|reach|talk|there|available|open|online|back|work"
        r"|answer|chat|contact|here)",
        r"(?:^|oppe\w* |ni |oppna )dygnet runt|24/7|24 ?h|round the clock|how late|hur (?:sent"
        r"|tidigt|lange) (?:\w+ )?(?:ar|har|kan|pa|man|haller) (?:\w+ ){0,2}(?:ni|dagen|man"
        r"|oppet|na)",
    ),
    "phone_number": any_of(
        r"telefonn\w+|tel ?nr|mobilnummer|phone number|(?:vad|vilket|what|whats|which) "
        r"(?:\w+ ){0,2}(?:nummer|numret|number|numbers)",
        r"(?:ert|er|your|the|a|ett) (?:\w+ )?(?:nummer|number)(?! of)|(?:nummer|numret) (?:till"
        r"|for) (?:er|dig|linjen|stod\w+)|^(?:nummer|number|numret|tel|telefon|phone)(?=\W*$)"
        r"|what do i dial|number (?:to call|please|for you)",
        r"ring\w* (?:\w+ ){0,2}(?:istallet|hellre)|(?:hellre|istallet|foredrar\w*) "
        r"(?:\w+ ){0,2}(?:ring\w*|telefon|tala)|(?:rather|instead|prefer\w*|easier|better) "
        r"(?:\w+ ){0,4}(?:call|phone|ring|speak|talk on)",
        r"(?:call|phone|ring|speak|talk) (?:\w+ ){0,3}(?:instead|rather)|(?:kan|gar|far|vill"
        r"|could|can|may|want to) (?:jag|man|vi|det|i|we|att|you|ni|u) ?(?:\w+ )?(?:ringa|ring"
        r"|call|phone)(?: (?:er|dig|you|upp|mig|me|till er))?(?: (?:istallet|instead))?(?=\W*$)",
        r"(?:ringa upp|ringer (?:ni|du) (?:upp|mig|tillbaka)|uppringd|ring mig|call me|ring me"
        r"|phone me|call (?:me )?back)|(?:pa|i|per|over the|by|via) (?:telefon|telefonen|phone)"
        r"|(?:what|which) number",
    ),
    "cost": any_of(
        r"kostar?(?! (?:pa|mig|oss|honom|henne))|kostnad\w*|gratis|avgift\w*|avgiftsfri\w*"
        r"|betala[rs]?|dyrt|vad tar ni (?:betalt)?|pris\w*|kontantkort\w*",
        r"costs?(?! (?:us|me|him|her|them))|free of charge|(?:is|for|it|call|are|be) "
        r"(?:\w+ ){0,2}free|^free\b|fees?|charged?|charges|(?:do|have|must|i|need) "
        r"(?:\w+ ){0,2}pay|expensive|rates?|prepaid|phone credit|no credit|toll.?free|afford",
    ),
    "languages": any_of(
        rf"(?:pa|in|speak\w*|talk\w*|pratar?|talar?|kan|snacka\w*|write|skriva|skriv|do|know"
        rf"|understand|forstar|om|have|har|any) (?:\w+ ){{0,3}}{_LANGUAGE}",
        r"(?:vilka|andra|annat|vilket|what|which|other|another) (?:\w+ )?(?:sprak\w*|languages?)"
        r"|tolk\w*|interpret\w+|translat\w+|oversatt\w*|(?:eget|hemsprak|my own) (?:sprak"
        r"|language)",
        rf"{_LANGUAGE}(?: speak\w*|talande|sprakig\w*| or| eller| ok)|(?:dalig|bad|poor|not good"
        rf"|inte bra) (?:\w+ ){{0,3}}(?:svenska|swedish)",
    ),
    "who_for": any_of(
        rf"(?:far|kunde|passar|(?:kan|skulle)(?! jag)) (?:aven |ocksa |som )?(?!man )(?:jag|vi"
        rf"|en|ett|min|mitt|mina|{KIN}|{_PROFESSION}) (?:\w+ ){{0,3}}?(?:ringa|hora|skriva"
        rf"|kontakta|vanda|anvanda|komma|fa (?:hjalp|rad|radgivning|stod|information))",
        rf"(?:can|could|may|are|am|is|allowed) (?:i|we|my|a|an|the|he|she|they|someone|anyone"
        rf"|{_PROFESSION}) (?:\w+ ){{0,4}}?(?:use (?:this|it|the)|allowed|welcome|contact you"
        rf"|get (?:help|advice|support)|seek|call (?:too|you|as)|(?:write|call) (?:here|for))",
        r"(?:can|could|may) (?:he|she|they|my \w+|someone|anyone) (?:\w+ )?(?:call|write|use"
        r"|talk|contact)",
        r"(?:far|kan) man \w+ (?:aven |ocksa )?(?:om|fast) (?:man|jag)|(?:for|till) (?:vem"
        r"|vilka)|vem (?:kan|far|ar det|har ratt att) (?:\w+ )?(?:ringa|skriva|for|till)|vilka "
        r"(?:kan|far|vander) |who (?:can|may|is allowed|is (?:it|this)|is (?:the|this) \w+) "
        r"(?:\w+ ){0,2}(?:call|use|write|for|contact)|who is this for|whos (?:it|this) for",
        r"(?:galler|ar) det (?:har )?(?:\w+ ){0,2}(?:aven|bara|ocksa|endast) |(?:bara|endast"
        r"|only|just) (?:till |for )(?:\w+ ){0,2}(?:foraldrar\w*|anhoriga|unga|vuxna|parents"
        r"|relatives|families|young)",
        rf"(?:do|does|can|will) (?:you|u|the line|it) (?:\w+ )?(?:help(?! me| us)|accept|take"
        rf"|deal with|work with|support|advise|cover|handle) (?:\w+ ){{0,3}}|(?:hjalper|stodjer"
        rf"|tar) (?:ni|du) (?:emot )?(?:aven |ocksa |bara )?(?:{_PROFESSION}|vuxna|unga|barn"
        rf"|vanner|folk)",
        rf"(?:jag ar|vi ar|som|im an?|i am an?|we are an?|i work (?:as|at|for|in)(?: an?)?"
        rf"|i represent|jag (?:jobbar|arbetar) (?:som|pa|i|for)) (?:\w+ ){{0,3}}?{_PROFESSION}",
        r"(?:ratt|right|wrong|fel) (?:stalle|place|nummer|number)|(?:is|ar) (?:this|it|det"
        r"|detta) (?:\w+ )?(?:for|till) (?:me|mig|us|oss|people|alla|everyone|anyone|parents"
        r"|foraldrar|vanner|friends)",
    ),
    "what_happens": any_of(
        r"vad hander (?:nar|om|i|efter|sedan|med|da|nu)|what (?:happens|will happen"
        r"|is going to happen)",
        r"hur (?:gar|funkar|fungerar|brukar) (?:det|samtal\w*|en chatt?|chatten|ett samtal|ni"
        r"|man) ?(?:till)?",
        r"how (?:does|do|would|will) (?:\w+ ){1,5}?(?:work|operate)|how (?:does|will) (?:it"
        r"|a call|the call|this) go|how it works|what to expect|vad (?:kan jag )?forvanta",
        r"vem (?:ar det som )?(?:svarar|pratar|moter|sitter|lyfter)|vem (?:ar det|talar|pratar"
        r"|chattar|far) (?:jag|man|jag \w+) ?(?:med|prata|tala)?|who (?:answers|picks up"
        r"|will answer|replies|responds|(?:will|do|would|am) i (?:be )?(?:talk\w*|speak\w*))",
        r"(?:slussa|hanvisa|koppla|skicka|lotsa)\w* (?:\w+ ){0,3}vidare|(?:passed|sent|referred"
        r"|pass|refer|transferred) (?:\w+ ){0,4}(?:on|to other|to some|elsewhere)|telefonsvarare"
        r"|answering machine|voicemail|recorded message",
        r"vad (?:(?:ska|maste|behover|bor) jag|jag (?:ska|maste|behover|bor)) (?:\w+ )?(?:saga"
        r"|beratta|skriva|forbereda)(?! (?:till|at))|what (?:do|should|must) i (?:have to "
        r"|need to )?(?:say|prepare|write|tell you)|what (?:will|do) (?:you|they) ask|vad "
        r"(?:fragar|vill) ni|hur lange (?:tar|varar|ar) (?:ett|samtal\w*|en chatt?)",
    ),
    "about": any_of(
        r"vad (?:ar|gor|innebar) (?:det har|detta|ni|den har|stod\w*|chatten|linjen|er)"
        r"|vad ar det for (?:\w+ )?(?:stalle|linje|chatt?|sida|tjanst|har)|varfor (?:finns|har"
        r"|startade) (?:\w+ )?(?:ni|det|den|linjen|stod\w*)|syfte\w*|meningen med (?:er|den|det"
        r"|linjen)|poangen med",
        r"what(?:s| is| are| does)? (?:is )?(?:this|the (?:line|chat|service|purpose"
        r"|point))(?: (?:is|about|for|do|place|line|chat|site|thing|service))?\b(?! (?:going"
        r"|mean))|what (?:do|can) (?:you|u|yall) (?:guys )?(?:do|help|offer)"
        r"|what are you(?: for)?(?=\W*$)",
        r"(?:purpose|point|idea) (?:of|behind) (?:this|the|you)|why (?:does|was|is|do) (?:this"
        r"|the line|it|you) (?:\w+ ){0,2}(?:exist|start|set up|created)|(?:tell me|mer|more"
        r"|beratta|lasa|info\w*) (?:\w+ )?(?:about|om) (?:you|er|this|the line|linjen|stod\w*"
        r"|det har)",
        r"(?:nar|since when|hur lange|how long) (?:\w+ ){0,2}(?:startade|grundades|borjade (?:ni"
        r"|linjen|den)|funnits|existed|been (?:running|around|going))|vad (?:kan|hjalper) ni "
        r"(?:\w+ )?(?:med|gora|hjalpa)|(?:hur|how) (?:kan|can) (?:ni|you) (?:help|hjalpa)"
        r"|vad kan (?:jag|man) fa (?:for )?(?:hjalp|stod)|vem ar (?:du|ni)|who (?:are|r) (?:you"
        r"|u)",
    ),
    "who_runs": any_of(
        r"(?:vem|vilka|vilken|who|which) (?:\w+ ){0,3}?(?:driver|bakom|ansvarar|ansvarig\w*|ager"
        r"|driv\w*|runs?|running|behind|responsible|in charge|owns?|funds?|finansierar"
        r"|betalar for|operates)",
        r"roda korset|red cross|vilka ar ni|vilken (?:organisation|myndighet)|which "
        r"(?:organi[sz]ation|agency|charity|authority)|vem (?:jobbar|arbetar) (?:ni )?for"
        r"|who do you work for",
        r"(?:ar|tillhor|jobbar|samarbetar) (?:ni|det|du|detta|den) (?:(?!for "
        r"|gratis )\w+ ){0,4}(?:polis\w*|sapo|myndighet\w*|kommun\w*|soc\w*|staten|statlig\w*"
        r"|regering\w*|kyrk\w*|religios\w*|kristn\w*|muslim\w*|politisk\w*|forening)",
        r"(?:are|is|r) (?:you|u|this|it|the line) (?:\w+ ){0,4}(?:police|cops?|government\w*"
        r"|church|charity|religious|political|state|security service|authority|council)",
        r"(?:skots|drivs|kors|run|funded|paid) (?:\w+ ){0,2}(?:av|by|for by)|klagomal|klaga"
        r"|synpunkter|complain\w*|complaint|feedback|(?:vem|who) (?:\w+ ){0,3}(?:kontaktar"
        r"|kontakta|contact|fragar|ask|invite|bjuda)|bjuda in (?:er|dig)|invite you"
        r"|journalist\w*|press\w*kontakt|pressen|media enquiry|interview|intervju\w*|forelas\w*",
    ),
}

ABOUT_TIME: Final = any_of(
    r"(?:man|tis|ons|tors|fre|lor|son)dag\w*|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|helg\w*|weekends?|imorgon|idag|ikvall|inatt|iovermorgon|tomorrow|today|tonight|kvall\w*"
    r"|natt\w*|nu|evenings?|nights?|morning|afternoon|now|lunch\w*|vardag\w*|weekdays?|late|sent"
    r"|sommar\w*|summer|jul\w*|christmas|xmas|pask\w*|easter|midsommar\w*|midsummer|nyar\w*"
    r"|new years?|pingst\w*|trettondag\w*|langfredag\w*|skartorsdag\w*|valborg\w*|all saints"
    r"|alla helgon\w*|good friday|klamdag\w*|roda dagar|rod dag|public holiday\w*"
    r"|bank holiday\w*|holidays?|semester\w*|may day|kristi \w+|nationaldag\w*|forsta maj"
    r"|klockan|kl|oclock|morgon\w*|halv \w+|\d{1,2} ?(?:am|pm)|boxing day|\d{1,2}/\d{1,2}"
    r"|\d{1,2} (?:january|jan\w*|feb\w*|mars|april|maj|juni|juli|aug\w*|sep\w*|okt\w*|nov\w*"
    r"|dec\w*)|(?:after|efter|before|innan|vid|at) \d{1,2}",
)
REACH: Final = any_of(
    rf"{_US} (?:\w+ )?(?:dar|there|igang|around|kvar|work|working|in|online|inne|jobbar|pa plats"
    rf"|here|available|answer|open|oppet|oppna|stangt|closed)",
    rf"(?:jobbar|svarar|finns|har|slutar|borjar|arbetar|are|do|is|will) {_US}",
    r"(?:any|some|no)(?:one|body) (?:\w+ )?(?:in|there|around|working|on|available|here"
    r"|answer\w*)|nobodys there|(?:gar|kan|far|funkar) (?:det|man|jag|vi) (?:\w+ ){0,4}(?:ringa"
    r"|skriva|na|hora av|chatta|prata)",
    r"(?:can|could|may) (?:i|we|one|you) (?:\w+ ){0,2}(?:call|ring|phone|write|reach|chat|text"
    r"|talk)|(?:nagon|personal) (?:\w+ )?(?:pa plats|dar|som svarar|inne|har)|oppe[tn]|oppna"
    r"|stangt|open|closed|for sent|too late",
)
