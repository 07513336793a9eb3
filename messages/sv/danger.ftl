# Vid fara: först numret, sedan att personen finns kvar. Aldrig råd, aldrig frågor om vem eller var.

danger-violence =
    Om någon är i fara nu, ring { $emergency }.

    Misstänker du något som inte är akut når du polisen på { $police }. Du kan fortsätta skriva här.

danger-self-harm =
    Om ett liv är i fara nu, ring { $emergency }.

    Självmordslinjen svarar dygnet runt på { $suicide }. Är du under 18 kan du ringa Bris, { $children }. Du kan fortsätta skriva här.

danger-home =
    Är du i fara nu, ring { $emergency }.

    Kvinnofridslinjen, den nationella stödtelefonen vid hot och våld, svarar dygnet runt på { $violence } och syns inte på räkningen. Du kan fortsätta skriva här.

danger-leaving =
    Om någon är i fara eller är på väg att resa nu, ring { $emergency }.

    Är det inte akut når du polisen på { $police }. Du kan fortsätta skriva här.

# När någon berättar om fara igen, strax efter att numren har sagts.
danger-again = Är någon i fara nu, ring { $emergency }. Vänta inte på svar här först. Du kan fortsätta skriva.
