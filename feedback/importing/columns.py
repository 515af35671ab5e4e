"""What the columns of a file of answers can say, and the names such columns have."""

from django.utils.translation import gettext_lazy as _

from feedback.choices import MetricKey
from staff.importing.kind import Column

SCORES = (MetricKey.CSAT, MetricKey.NPS, MetricKey.CES, MetricKey.STARS)
YES_NO = (
    MetricKey.COMPLAINT,
    MetricKey.RESOLVED_FIRST,
    MetricKey.BETTER_THAN_EXPECTED,
    MetricKey.RECOMMENDED_BY,
)
# Columns that say who served, in the order in which they are believed.
PEOPLE = ("number", "email", "employee", "first_name")

COLUMNS = (
    Column(
        "occurred",
        _("When the customer was served"),
        "date datetime dateandtime timestamp occurredat occurred servedat servedon "
        "servicedate serviceday dateofservice visitdate visitedat dateofvisit "
        "interactiondate calldate calltime callstart ticketdate created createdat "
        "createdon orderdate datum datumuhrzeit zeitpunkt zeitstempel "
        "besuchsdatum besuchtam servicedatum "
        "anrufdatum erstelltam tag dateheure horodatage datedevisite dateservice "
        "fecha fechayhora fechahora fechadevisita data dataora dataeora datavisita "
        "datumtijd tijdstip tarih dataigodzina",
        vague="day when moment wann jour dia giorno",
        is_date=True,
    ),
    Column(
        "clock",
        _("Time of day, in a column of its own"),
        "timeofday clock uhrzeit time zeit heure hora ora tijd saat godzina",
    ),
    Column(
        "answered",
        _("When the customer answered"),
        "answeredat answered respondedat responsedate responsetime submittedat submitted "
        "submissiondate completedat datesubmitted enddate surveydate recordeddate "
        "beantwortetam antwortdatum abgesendetam eingegangenam abgeschlossenam "
        "datereponse datedereponse fechaderespuesta fecharespuesta datarisposta",
        is_date=True,
    ),
    Column(
        "employee",
        _("Employee (number, e-mail or name)"),
        "employee employeename staff staffmember staffname agent agentname servedby server "
        "waiter waitress cashier advisor adviser consultant representative rep handledby "
        "assignee assignedto owner user username operator salesperson "
        "mitarbeiter mitarbeitername mitarbeiterin bedientvon bedienung kellner kassierer "
        "berater beraterin bearbeiter verkaeufer agentenname sachbearbeiter "
        "employe collaborateur vendeur conseiller serveur servipar empleado "
        "nombreempleado atendidopor vendedor agente asesor camarero impiegato operatore "
        "addetto servitoda medewerker bediende pracownik calisan",
        vague="name fullname nom nombre nome naam",
    ),
    Column(
        "number",
        _("Employee number"),
        "employeenumber employeeno employeenr employeeid empno empid staffnumber staffno "
        "staffid personnelnumber personnelno agentid agentnumber workerid userid cashierno "
        "cashierid waiterno personalnummer personalnr persnr pnr mitarbeiternummer "
        "mitarbeiternr mitarbeiterid bediennummer kassierernummer matricule numeroemploye "
        "numeroempleado idempleado legajo matricola numerodipendente personeelsnummer "
        "sicilno",
    ),
    Column(
        "email",
        _("Employee’s e-mail"),
        "employeeemail staffemail agentemail emailemployee useremail owneremail "
        "mitarbeiteremail mitarbeitermail emailmitarbeiter agentmail emailemploye "
        "emailempleado emaildipendente",
        vague="email mail emailaddress emailadresse",
    ),
    Column(
        "first_name",
        _("Employee’s first name"),
        "firstname agentfirstname stafffirstname vorname prenom",
    ),
    Column(
        "last_name",
        _("Employee’s last name"),
        "lastname surname agentlastname stafflastname nachname familienname nomdefamille "
        "apellido apellidos cognome",
    ),
    Column(
        "team",
        _("Team (code or name)"),
        "team teamname teamcode department site sitename store storename storenumber "
        "storecode branch branchname location locationname outlet restaurant shop unit "
        "group queue filiale standort abteilung betrieb niederlassung gruppe laden "
        "filialnummer kostenstelle equipe magasin succursale tienda sucursal equipo "
        "local negozio sede squadra vestiging winkel filiaal sube magaza oddzial",
    ),
    Column(
        "csat",
        _("Satisfaction"),
        "csat csatscore satisfaction satisfactionscore overallsatisfaction rating "
        "overallrating customersatisfaction score grade note zufriedenheit bewertung "
        "gesamtzufriedenheit gesamtbewertung kundenzufriedenheit notedesatisfaction "
        "satisfactionclient satisfaccion valoracion puntuacion calificacion soddisfazione "
        "valutazione punteggio tevredenheid beoordeling memnuniyet ocena",
        vague="howsatisfiedwereyou howsatisfiedareyou q1",
    ),
    Column(
        "nps",
        _("Recommendation (0 to 10)"),
        "nps npsscore npsrating netpromoterscore recommendation recommend wouldrecommend "
        "likelihoodtorecommend howlikelyareyoutorecommendus ltr weiterempfehlung "
        "weiterempfehlungsbereitschaft empfehlung recommandation recomendacion "
        "raccomandazione aanbeveling tavsiye",
    ),
    Column(
        "ces",
        _("Effort"),
        "ces cesscore effort customereffort customereffortscore effortscore ease easeofuse "
        "aufwand kundenaufwand effortclient esfuerzo sforzo inspanning",
    ),
    Column(
        "stars",
        _("Stars"),
        "stars starrating numberofstars sterne sternebewertung etoiles estrellas stelle "
        "sterren yildiz gwiazdki",
    ),
    Column(
        "complaint",
        _("Complaint (yes or no)"),
        "complaint iscomplaint complained hascomplaint beschwerde reklamation "
        "reclamation plainte queja reclamo reclamacion klacht",
    ),
    Column(
        "resolved_first",
        _("Resolved at first contact (yes or no)"),
        "resolvedfirst resolvedatfirstcontact firstcontactresolution fcr resolved "
        "issolved solved geloest sofortgeloest erstloesung resolu resuelto risolto "
        "opgelost",
    ),
    Column(
        "better_than_expected",
        _("Better than expected (yes or no)"),
        "betterthanexpected better exceededexpectations expectations besseralserwartet "
        "erwartungenuebertroffen mieuxqueprevu mejordeloesperado",
    ),
    Column(
        "recommended_by",
        _("Came by recommendation (yes or no)"),
        "recommendedby camebyrecommendation referred referral wasreferred "
        "aufempfehlung empfohlenvon recommandepar recomendadopor",
    ),
    Column(
        "comment",
        _("Comment"),
        "comment comments feedback remarks remark text verbatim customercomment review "
        "message whatcouldwedobetter kommentar kommentare anmerkung anmerkungen bemerkung "
        "freitext rueckmeldung commentaire commentaires avis comentario comentarios "
        "commento commenti opmerking opmerkingen yorum komentarz",
    ),
    Column(
        "language",
        _("Language of the customer"),
        "language lang locale sprache kundensprache langue idioma lingua taal",
    ),
    Column(
        "channel",
        _("Channel"),
        "channel contactchannel source medium touchpoint kanal kontaktkanal kontaktweg "
        "canal canale kanaal",
    ),
    Column(
        "customer",
        _("Customer (number, e-mail or card; kept as a key only)"),
        "customer customerid customernumber customeremail customerkey customercard client "
        "clientid guest guestid member memberid loyaltycard cardnumber kunde kundennummer "
        "kundennr kundenid kundenkarte kundenemail gast clienteid numeroclient "
        "cliente numerocliente idcliente klant klantnummer",
        is_secret=True,
    ),
    Column(
        "external_id",
        _("The source’s own number of the answer"),
        "externalid responseid answerid surveyid ticketid ticketnumber ticketno caseid "
        "casenumber interactionid callid conversationid orderid ordernumber receiptnumber "
        "receiptno transactionid recordid uuid guid referenceid reference antwortid "
        "ticketnummer vorgangsnummer belegnummer bonnummer fallnummer idreponse "
        "idrespuesta idrisposta",
        vague="id",
    ),
)
NEEDS = (
    ("occurred",),
    ("number", "email", "employee", "first_name", "team"),
    (*SCORES, *YES_NO, "comment"),
)
# Where nothing says when the service was, the answer's own time does.
FALLBACKS = {"answered": "occurred", "clock": "occurred"}
