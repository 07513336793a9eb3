# Svar på frågor: fakta, och inget annat. Den som berättar om sin oro får aldrig bara ett sådant svar.

opening-hours =
    Telefonen och chatten är bemannade { WEEK($week) }, svensk tid. På helgdagar har vi stängt.

open-now =
    Vi har öppet nu, till kl. { CLOCK($closes) }.

closed-now =
    Vi har stängt just nu. Vi öppnar { opening }.

open-that-day =
    Vi har öppet { DAY($day) } kl. { SPANS($spans) }.

open-then =
    Då har vi öppet. Vi är bemannade { DAY($day) } kl. { SPANS($spans) }.

closed-then =
    Då har vi stängt. Vi är bemannade { DAY($day) } kl. { SPANS($spans) }. Därefter öppnar vi { opening }.

closed-until-later =
    Då har vi stängt. Vi är bemannade { DAY($day) } kl. { SPANS($spans) }.

closed-that-day =
    Vi har stängt { DAY($day) }. Därefter öppnar vi { opening }.

closed-that-day-because =
    Vi har stängt { DAY($day) } ({ $why }). Därefter öppnar vi { opening }.

anonymity =
    Du behöver inte säga vem du är, varken i telefon eller här. { $door ->
        [telegram] Den som svarar ser inte ditt namn eller nummer, men Telegram vet vilket konto du skriver från. Den som öppnar din telefon kan läsa det som står här.
       *[web] Vi frågar inte vem du är, och den som svarar ser bara det du skriver. Vår server tar emot din IP-adress, som allt på nätet, men sparar den inte. I webbläsarens historik syns att du har varit här.
    }

anonymity-limits =
    { $secrecy }

    { $danger_rule }

phone-bill =
    Samtal till { $number } syns inte på telefonräkningen. De finns däremot kvar i telefonens egen samtalslista tills du tar bort dem.

    Chatten syns inte på någon räkning.

phone-number =
    Du kan ringa { $number }. Telefonen är bemannad { WEEK($week) }, men inte på helgdagar. Vi kan inte ringa upp dig.

cost =
    Det kostar ingenting att chatta här, och samtal till { $number } är gratis inom Sverige.

about =
    Det här är den nationella stödtelefonens chatt. Den ger stöd, hjälp och vägledning till dig som är orolig för att någon dras in i våldsbejakande extremism.

    Regeringen gav uppdraget i juni 2014, i mars 2015 beslutades att en stödtelefon skulle utredas, och den { DATE($started) } öppnade den (dir. 2015:86).

who-for =
    Främst för dig som är anhörig eller står någon nära som är på väg in i en extremistisk miljö, vilken det än är. Du behöver inte vara säker på din sak.

    Du som arbetar i en kommun, en organisation eller en myndighet är också välkommen.

who-runs =
    Bakom stödtelefonen står { $operator }.

    Frågor om själva stödtelefonen: vänd dig i första hand till { $first_contact } och i andra hand till { $second_contact }.

what-happens =
    Du berättar så mycket du vill, och en samtalsstödjare lyssnar och svarar. Oftast får du stöd direkt. Ibland hjälper vi dig vidare till andra som kan ge bättre stöd.

languages =
    Här kan du skriva på svenska eller engelska. Det gör inget om du stavar fel.

languages-spoken =
    Våra samtalsstödjare svarar på svenska och engelska.

    Om någons liv är i fara, ring { $emergency }.

languages-offer =
    Vill du fortsätta på svenska eller engelska? / Would you like to go on in Swedish or English?

erase-how =
    Skriv RADERA, eller tryck på knappen, så raderar vi hela samtalet på en gång.

    { erased-by-itself }

erased-by-itself =
    Av sig självt raderas samtalet { ended-after } efter att det har avslutats, eller { abandoned-after } efter det senaste meddelandet. Det du lämnar till nästa öppning sparas till dess, högst { $kept_days } dygn.
