# Samtalsstödjarnas sida.

desk-name = { $alias }
desk-board = De som väntar
desk-conversation = Samtalet
desk-waiting = Väntar
desk-nobody-waiting = Ingen väntar just nu.
desk-minutes = { $minutes ->
    [0] Kom nyss
    [1] Har väntat 1 minut
   *[other] Har väntat { $minutes } minuter
}
desk-language-sv = svenska
desk-language-en = engelska
desk-language-unsure = språk oklart
desk-language-other = annat språk
desk-returned = först i kön
desk-kept = sedan stängning
desk-more = och { $count } till
desk-take = Ta samtalet
desk-take-whom = Ta samtalet med { $code }
desk-mine = Dina samtal
desk-unread = väntar på svar
desk-duty = I tjänst
desk-others = { $alias } pratar med { $codes }
desk-nothing-open = Ta ett samtal ur kön, eller välj ett av dina.
desk-write = Skriv till { $code }
desk-hand-back = Lämna tillbaka till kön
desk-end = Avsluta
desk-end-sure = Avsluta samtalet
desk-end-what = Den du pratar med ser att samtalet är slut. Om { ended-after } raderas det.
desk-ended = Samtalet är avslutat.
relative-exited = Den du pratade med behövde lämna sidan snabbt, och det du skriver når inte fram längre. Samtalet är slut och raderas om { ended-after }.
relative-left-for-now = Den du pratar med behövde lämna sidan snabbt och läser inte just nu. Personen kan komma tillbaka till samtalet.
relative-came-back = Den du pratar med är tillbaka och läser här.
relative-went-back = Den du pratade med fortsätter ett annat samtal. Det här är slut och raderas om { ended-after }.
desk-erased = Den som skrev har raderat samtalet. Det är borttaget, även här.
desk-leave = Gå av passet
desk-off = Du är inte i tjänst, { $alias }
desk-off-what = De samtal som du hade har gått tillbaka till kön. När du öppnar sidan igen är du i tjänst.
desk-sign-out = Logga ut ur den här webbläsaren
desk-sign-out-what = Logga ut om det inte är din egen dator. Då behöver du en ny länk nästa gång.
desk-join = Välkommen, { $alias }
desk-join-what = Länken fungerar en gång, i den här webbläsaren. De som skriver ser det namnet och inget annat om dig.
desk-join-button = Börja passet
desk-signed-out = Du är inte inloggad
desk-signed-out-what = Be den som sköter chatten om en länk.
