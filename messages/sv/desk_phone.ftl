# Samtalsstödjarnas bot i Telegram.

desk-phone-on-duty =
    Hej { $alias }. Du är i tjänst. { $count ->
        [0] Ingen väntar just nu.
        [1] En person väntar.
       *[other] { $count } personer väntar.
    } Skriv /ledig när du slutar.

desk-phone-off-duty =
    Du är inte i tjänst längre, { $alias }. { $count ->
        [0] Du hade inget samtal.
        [1] Ditt samtal har gått tillbaka till kön.
       *[other] Dina { $count } samtal har gått tillbaka till kön.
    } Det som står kvar här av samtal och larm tas bort.

desk-phone-farewell =
    Du är inte samtalsstödjare här längre, { $alias }.

desk-phone-stranger =
    Det här är en intern bot. Söker du stöd, ring { $number }.

desk-phone-taken =
    Du har tagit { $code }. Det du skriver här kommer fram till personen.

desk-phone-only-text =
    Här går det bara att skicka text. Det här har inte skickats vidare.

desk-phone-to-whom =
    Det här har inte skickats. Till vem ska det? Välj, och skicka sedan igen.

desk-phone-nobody =
    Det här har inte skickats: du har inget samtal här just nu.

desk-phone-edited =
    (ändrat)

desk-phone-hidden =
    Den du pratar med har skrivit något som inte går att visa i Telegram. Läs det i webbläsaren.

desk-phone-erased =
    Den som skrev i { $code } har raderat samtalet. Vi tar bort det även här, så långt Telegram tillåter.

desk-phone-turned =
    Nu går det du skriver till { $code }.

desk-phone-relative = Personen

desk-phone-handed-back =
    Du har lämnat tillbaka { $code }, som nu står först i kön.

desk-phone-end-what =
    Vill du avsluta samtalet med { $code }? Personen ser att det är slut, och om { ended-after } raderas det. Vill du inte, är det bara att skriva vidare.

desk-phone-name = Jobbchatt

desk-phone-description =
    Det här är en intern bot. Har du fått en länk hit trycker du på Start för att börja passet.

desk-phone-about = En intern bot.
