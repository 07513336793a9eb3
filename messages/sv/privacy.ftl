# Vem kan se vad? Samma stycken står på sidan /integritet, med rubriker, och i svaret i chatten.
# Allt ska vara sant där det läses: $door är telegram eller web.

privacy =
    { privacy-way }

    { privacy-device }

    { privacy-server }

    { privacy-counsellor }

    { anonymity-limits }

    { privacy-erase }

    { privacy-beyond }

privacy-way-heading = På vägen hit

privacy-way =
    { $door ->
        [telegram] Telegram vet att ditt konto skriver hit, kan läsa allt som skrivs här och sparar det på sina servrar. Det kan vi inte ändra på.
       *[web] Du behöver inget konto för att skriva här. Ditt internetbolag, och den som sköter nätverket du använder, kan se att du besöker sidan.
    }

privacy-device-heading = Din telefon eller dator

privacy-device =
    { $door ->
        [telegram] Den som öppnar din telefon kan läsa det som står här. Chatten syns också på andra enheter där du är inloggad i Telegram, och aviseringar kan visas på skärmen. Dem kan du stänga av för den här chatten.
       *[web] I webbläsarens historik syns att du har varit här, och ibland syns det även på dina andra enheter. Den som öppnar samma webbläsare kan läsa samtalet så länge det finns kvar.
    }

privacy-server-heading = Vår server

privacy-server =
    Det du skriver ligger på vår server, låst med en nyckel som förvaras för sig. Den som sköter servern skulle ändå kunna läsa det så länge det finns kvar. { $door ->
        [telegram] Vi behöver veta vilken chatt svaren ska till, och glömmer det när samtalet raderas. Namnet på ditt konto varken läser eller sparar vi.
       *[web] Din IP-adress når servern, som allt på nätet, men sparas inte.
    } I våra loggar står varken vad du skriver eller varifrån du skriver.

    { erased-by-itself }

privacy-counsellor-heading = Den som svarar

privacy-counsellor =
    Samtalsstödjaren ser det du skriver och ett påhittat namn, till exempel ”lönn 42”. Vem du är syns bara om du själv skriver det, och det som vi har dolt i din text förblir dolt. Samtalsstödjaren kan svara från sin telefon, i Telegram. Då finns samtalet även där tills vi tar bort det, och Telegram kan läsa det.

privacy-limits-heading = Det du berättar

privacy-erase-heading = När du raderar

privacy-erase =
    Skriv RADERA när du vill, så raderar vi samtalet på en gång. Inom några minuter är det borta även ur serverns filer. Hos den som har svarat tar vi bort det så långt det går, men det som någon har läst går inte att göra oläst. { $door ->
        [telegram] I den här chatten kommer vi inte åt meddelanden som är äldre än { $telegram_hours } timmar, aviseringar som redan har visats eller det som Telegram har sparat. Ta därför bort chatten i Telegram också.
       *[web] Webbläsarens historik kommer vi inte åt. Den kan du rensa själv.
    }

privacy-beyond-heading = Det vi inte kan skydda mot

privacy-beyond =
    Vi kan inte skydda dig mot någon som läser på din telefon eller dator, mot spionprogram eller mot den som övervakar nätverket. { $door ->
        [telegram] Är du orolig för det kan du ringa { $number } från en annan telefon när vi har öppet.
       *[web] Ett privat fönster sparar inte besöket i historiken, och webbläsaren Tor döljer för nätverket vart du går. Du kan också använda en dator på ett bibliotek.
    }
