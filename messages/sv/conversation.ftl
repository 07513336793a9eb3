# Samtalets gång: från första ordet till slutet.

welcome-open =
    Hej. Det här är stödtelefonens chatt. Du behöver inte säga vem du är. Skriv det du vill, så hjälper vi dig att få kontakt med en samtalsstödjare.

    Det här är ett automatiskt svar. Är någons liv i fara nu, ring { $emergency }.

welcome-closed =
    Hej. Det här är stödtelefonens chatt. Vi har stängt just nu och öppnar { opening }. Ingen läser det du skriver förrän då, men du kan få svar på vanliga frågor.

    Det här är ett automatiskt svar. Behöver du prata med någon innan dess finns Hjälplinjen, { $helpline }, dygnet runt. Är någons liv i fara, ring { $emergency }.

queued =
    Tack, det du skrev har kommit fram. { people-ahead } Du kan fortsätta skriva medan du väntar.

place = { $ahead ->
    [0] Du står först i kön.
    [1] Du står kvar i kön. En person står före dig.
   *[other] Du står kvar i kön. { $ahead } personer står före dig.
}

people-ahead = { $ahead ->
    [0] Du står först i kön.
    [1] En person står före dig.
   *[other] { $ahead } personer står före dig.
}

wait-expected = { $least ->
    [0] Den senaste tiden har det tagit högst { $most } minuter.
   *[other] Den senaste tiden har det tagit mellan { $least } och { $most } minuter.
}

nobody-on-duty =
    Just nu är ingen samtalsstödjare inloggad i chatten. Du har kvar din plats. Vill du inte vänta kan du ringa { $number }, till kl. { CLOCK($closes) } i dag.

closing-uncertain =
    Vi stänger kl. { CLOCK($closes) } och hinner kanske inte till dig innan dess. Om vi inte gör det öppnar vi igen { opening }.

closing-soon =
    Vi har inte glömt dig. Vi stänger kl. { CLOCK($closes) } och hinner kanske inte till dig innan dess. Om vi inte gör det öppnar vi igen { opening }.

long-wait =
    Det tar längre tid än vi skulle vilja. Du står kvar i kön. Du kan också ringa { $number }.

intake-over =
    Vi hinner tyvärr inte ta emot fler innan vi stänger. Vi öppnar { opening }. Vill du lämna det du har skrivit så att vi ser det då?

    Behöver du någon innan dess finns Hjälplinjen, { $helpline }, dygnet runt. Vid fara för liv, ring { $emergency }.

closed-offer =
    Vi har stängt just nu och öppnar { opening }. Ingen läser det du skriver förrän då.

    Du kan lämna det du har skrivit, så står du i kön när vi öppnar. Svara JA eller tryck på knappen. { $door ->
        [telegram] När någon svarar ser du det här i chatten.
       *[web] Låt webbläsaren vara öppen och kom tillbaka hit då. Måste du stänga den, tryck först på ”{ page-code }”, så får du sex ord som leder tillbaka. Annars får du börja om.
    }

    Behöver du prata med någon innan dess finns Hjälplinjen, { $helpline }, dygnet runt. Är någons liv i fara, ring { $emergency }.

closed-again =
    Vi har fortfarande stängt och öppnar { opening }. Vid fara för liv, ring { $emergency }.

kept =
    Då sparar vi din plats och det du har skrivit, högst { $kept_days } dygn. Vi öppnar { opening }. Du kan fortsätta skriva, och du kan radera det när du vill. { $door ->
        [telegram] När någon svarar ser du det här i chatten.
       *[web] Låt webbläsaren vara öppen och kom tillbaka hit då. Måste du stänga den, tryck först på ”{ page-code }”, så får du sex ord som leder tillbaka. Annars får du börja om.
    }

closed-waiting =
    Vi hann inte till dig innan vi stängde, och det beklagar vi. Vi öppnar { opening }.

    Vill du behålla din plats och det du har skrivit? Svara JA. Svarar du inte raderar vi det inom { abandoned-after }.

    Behöver du någon innan dess finns Hjälplinjen, { $helpline }, dygnet runt. Vid fara för liv, ring { $emergency }.

picked-up =
    Nu är { $alias }, samtalsstödjare, här och läser det du har skrivit.

handed-back =
    { $alias } behöver lämna chatten. Du står först i kön, och den som tar över kan läsa det ni har skrivit, så du behöver inte börja om.

handed-back-closed =
    { $alias } behöver lämna chatten, och vi har stängt. Du står först i kön när vi öppnar, { opening }. Den som tar över kan läsa det ni har skrivit, så du behöver inte börja om.

    Behöver du någon innan dess finns Hjälplinjen, { $helpline }, dygnet runt. Vid fara för liv, ring { $emergency }.

counsellor-lost-closed =
    Förbindelsen med { $alias } bröts, och vi har stängt. Kommer { $alias } tillbaka fortsätter ni här. Annars står du först i kön när vi öppnar, { opening }, och det du har skrivit finns kvar.

    Behöver du någon innan dess finns Hjälplinjen, { $helpline }, dygnet runt. Vid fara för liv, ring { $emergency }.

counsellor-lost =
    Förbindelsen med { $alias } bröts. Du står nu först i kön, och det du har skrivit finns kvar.

ended =
    Samtalet är avslutat. Om { ended-after } raderas det hos oss. Du är välkommen att skriva igen när du vill, då börjar ett nytt samtal.

ended-by-relative =
    Du har avslutat samtalet. Om { ended-after } raderas det hos oss. Du är välkommen att skriva igen när du vill, då börjar ett nytt samtal.

thanks =
    Tack själv. Du är välkommen att skriva igen när du vill.

off-topic =
    Det här är en chatt för den som är orolig för någon. Vill du prata med en samtalsstödjare?

    Om någons liv är i fara, ring { $emergency }.

not-sure =
    Jag är inte säker på att jag förstod rätt. Vill du prata med en samtalsstödjare?

unclear =
    Det här är ett automatiskt svar, och jag är inte säker på vad du menar. Vill du prata med en samtalsstödjare, eller veta något av det här?

    Om någons liv är i fara, ring { $emergency }.

held-back =
    { $what ->
        [personal_number] Det ser ut att stå ett personnummer i det du skrev.
        [phone] Det ser ut att stå ett telefonnummer i det du skrev.
        [email] Det ser ut att stå en mejladress i det du skrev.
        [address] Det ser ut att stå en adress i det du skrev.
       *[several] Det ser ut att stå personliga uppgifter i det du skrev.
    } Du behöver inte lämna det, och vi har inte visat det för någon.

    Ska vi dölja det innan meddelandet går vidare? Väljer du inget gör vi det om { $minutes } minuter.

hidden =
    Det är dolt. { mark-instead }

hidden-unchosen =
    Vi har dolt det som kan visa vem någon är. { mark-instead } Ska det synas kan du skriva det igen och trycka på ”{ choice-send }”.

hidden-change =
    I det du ändrade ser det ut att stå något som kan visa vem någon är, så vi har dolt det. { mark-instead }

mark-instead =
    Den som svarar ser [•••] i stället. { $door ->
        [telegram] I ditt eget meddelande i Telegram står det kvar.
       *[web] Resten går vidare som du skrev det.
    }

sent-as-it-is =
    Då går meddelandet vidare som du skrev det.

nothing-held =
    Det meddelandet har redan gått vidare. Vill du lägga till något kan du skriva det här.

status-kept =
    Din plats är sparad. Vi öppnar { opening }.

status-talking =
    Du pratar med { $alias }.

status-ended =
    Samtalet är avslutat.

came-back =
    Du är tillbaka i samtalet. { $door ->
        [telegram] Det du redan har läst visas inte igen, men du behöver inte börja om.
       *[web] Det ni har skrivit finns här.
    }

code-for-nothing =
    Här finns inget samtal att fortsätta än. När du har skrivit något kan du få sex ord som leder tillbaka hit.

code-is-here =
    Du är redan i det samtalet.

code-was-shown =
    Nu visades sex ord som leder tillbaka hit. Tidigare ord gäller inte längre.

code-shown =
    { $words }

    Med de här orden fortsätter du samtalet på en annan telefon eller dator, i Telegram eller på webben, så länge det finns kvar. I Telegram vet Telegram då att ditt konto skriver. Skriv in dem i chatten där. Då tar vi bort det vi kan i den här chatten.

    Orden visas bara den här gången. Skriv av dem på papper och ta bort det här meddelandet. Den som har orden kan läsa samtalet.
