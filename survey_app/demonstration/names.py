"""The invented people and companies: each account manager's territory, and how many answer."""

from dataclasses import dataclass


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))


@dataclass(frozen=True, slots=True)
class Territory:
    """An account manager, and the customers and people that are theirs first of all.

    Of `contacts` people `answering` answer; `finance` more, in its largest customers, deal with no
    account manager. A `region` may hold several territories.
    """

    manager: str
    name: str
    region: str
    contacts: int
    answering: int
    customers: tuple[str, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    finance: int = 0
    language: str = "en"


CLIENT = "aldermoor"
SUPPLIERS = {
    CLIENT: "Aldermoor Fittings",
    "brenzhaus": "Brenzhaus Ventile",
    "castellor": "Castellor Raccords",
    "dunfell": "Dunfell Direct",
}
ROLES = ("Purchasing", "Quality", "Logistics", "Engineering", "Production", "Management")
FINANCE = "Finance"
FINANCE_ANSWERING = 5

NORDIC = Territory(
    manager="sorvag",
    name="Ingrid Sørvåg",
    region="North",
    contacts=58,
    answering=33,
    customers=_listed(
        "Vestermarkverken AB|Fjelldun Maskin AS|Ørnskær Pumper A/S|Kvistberga Hydraulik AB|"
        "Lauttalampi Koneet Oy|Skogvidda Prosess AS|Hvidmose Mejeriteknik A/S|Tjärnfors Bruk AB|"
        "Silfurvatn Vélar ehf.|Råsundet Marin AS|Kärrsele Papper AB|Bjørkhavn Energi A/S|"
        "Pihlajakoski Teräs Oy"
    ),
    first_names=_listed(
        "Astrid|Björn|Sigrún|Åse|Mikkel|Päivi|Håkon|Linnéa|Søren|Elif|Jóhann|Tuuli|Göran|Maiken|"
        "Rasmus|Farhad|Øyvind|Signe"
    ),
    last_names=_listed(
        "Tannsjö|Lindqvarn|Ødegrav|Brøndmark|Hæstdal|Kivilampela|Åkersvärd|Rundmose|Snæfeldsson|"
        "Vintermyr|Skårbakke|Pajukallio|Dahlstråle|Mørkvad|Stensköld|Ellingvåg|Korpivaara|"
        "Grönhjort|Yıldızoğlan|Thorgeirsdal|Hagelbäck|Fuglevik|Sandström-Ek|Nybølle|Leppäsalmi|"
        "Rosenhjelte|Bakkefjord|Tehranpour|Östervind|Kjærbo"
    ),
    finance=3,
)
EASTERN = Territory(
    manager="brzenski",
    name="Mateusz Brzeński",
    region="East",
    contacts=50,
    answering=28,
    customers=_listed(
        "Zakłady Modrzewin Sp. z o.o.|Kovohutě Břestany a.s.|Jasionka Chemia S.A.|"
        "Tölgyfalva Gép Kft.|"
        "Strojárne Lipovník s.r.o.|Żurawno Napędy Sp. z o.o.|Dąbrowin Papier S.A.|"
        "Mlékárna Svěžín a.s.|Várhegyalja Energia Zrt.|Uzinele Brădețel S.A.|Javorina Pivo d.o.o."
    ),
    first_names=_listed(
        "Łucja|Bartłomiej|Božena|Zsófia|Jiří|Agnieszka|Ştefan|Katarína|Gergő|Małgorzata|Zdeněk|"
        "Ioana|Željko|Świętosława|Oleksandra|Tibor|Radosław|Ágnes"
    ),
    last_names=_listed(
        "Brzostkiewski|Čermákovec|Wiśniogórski|Tölgyváry|Novotínský|Żelaznowicz|Krajčovan|"
        "Bărbulean|Szélhegyi|Grzmotowska|Příhodář|Ledniczky|Jagodziński-Wrona|Ďurišovec|"
        "Hrbáčková|Munteanescu|Śnieżko-Lis|Vörösbérczi|Kovačignjić|Bzowiecka|Šimáňová|Poliszczukiw|"
        "Rzepichowski|Havranec|Őszváry|Ciobotărescu|Łąkotka|Zubřický"
    ),
    finance=2,
)
ITALIAN = Territory(
    manager="montebruno",
    name="Chiara Montebruno",
    region="South",
    contacts=41,
    answering=22,
    customers=_listed(
        "Officine Valtarina S.p.A.|Caseificio Montelupaia S.r.l.|Idraulica Brentasca S.p.A.|"
        "Vetrerie Colfosca S.p.A.|Cartiera Rivalunga S.r.l.|Termotecnica Sant'Elpina S.r.l.|"
        "Cantieri Portovèr S.p.A.|Pastificio Grandorso S.p.A.|Eleourgía Kalamítsa A.E.|"
        "Chimica Oltrefiume S.p.A."
    ),
    first_names=_listed(
        "Niccolò|Beatrice|Ginevra|Matteo|Eléni|Noè|Giosuè|Fiammetta|Davide|Tsehay|Loredana|"
        "Achille|Konstantínos|Ilaria"
    ),
    last_names=_listed(
        "Valtorrese|Cantalupaio|De Fiordaliso|Brentasini|Portoghera|Sant'Orsola-Gatti|Rocchiverde|"
        "Papadiamantéas|Fontebranca|Tagliaferrone|Morandèi|Colombazzi|Quattrovènti|Gebremedhinay|"
        "Bellacorte|Malaspighi|Zuccarèlli|D'Altafoglia|Kastaniótou|Pennabianca|Cerquetani|Lunardesi"
    ),
    finance=2,
)
IBERIAN = Territory(
    manager="echevarra",
    name="Tomás Echevarra",
    region="South",
    contacts=28,
    answering=15,
    customers=_listed(
        "Hidráulica Peñarrubia S.A.|Conservas Ría Brava S.L.|Cerâmicas Vale d'Ouro Lda.|"
        "Aceros Urdaniz S.A.|Químicas del Jalonar S.L.|Navalria Estaleiros S.A.|"
        "Forns i Valls de Montgrany S.L."
    ),
    first_names=_listed(
        "Íñigo|Begoña|João|Núria|Óscar|Conceição|Xoán|Ainhoa|Martí|Yolanda|Tiago|Ángela"
    ),
    last_names=_listed(
        "Urdanizeta|Peñalargo|Ferreirão|Montgrany|Salgueiral|Ibáñez-Torrubia|Arrizabalo|Brandomil|"
        "Castañeira|Vilanovés|Guimarãis|Lardizábal-Roa|Fontdevall|Quiñónez de Lera|Sobrinhal|"
        "Zuberoa"
    ),
    finance=1,
)
GERMAN = Territory(
    manager="weisswald",
    name="Jürgen Weißwald",
    region="West",
    language="de",
    contacts=21,
    answering=11,
    customers=_listed(
        "Hohenbrück Anlagenbau GmbH|Brauerei Gänseried KG|Lörzbach Chemie GmbH|"
        "Sägewerk Tiefenmoos AG|"
        "Mühlgasser Getriebe GmbH|Übelstätter Pumpen GmbH & Co. KG"
    ),
    first_names=_listed("Käthe|Jörg|Dörte|Günther|Anneliese|Ömer|Thuý|Bärbel|Matthäus|Rosmarie"),
    last_names=_listed(
        "Grünwäldler|Hohenbrücker|Süßkindel|Tiefenthalner|Rübsamer|Oßwaldt-Kern|Kärlinger|Nguyễn-Vogt|"
        "Mühlgasser|Zwölfjahr|Äpfelbach|Karagözlü|Schlüsselhof"
    ),
)
DUTCH = Territory(
    manager="achterhaven",
    name="Zoë Achterhaven",
    region="West",
    contacts=14,
    answering=8,
    customers=_listed(
        "Zuivelhuis Grootveen B.V.|Scheepswerf De Brêgge B.V.|Brouwerij Hoppeland N.V.|"
        "Kassenbouw Oosterlier B.V.|Glasfabriek Maesbrug N.V."
    ),
    first_names=_listed("Daniëlle|Sjoerd|Heleen|Loïc|Fenna|Cédric|Anaïs|Jurriën"),
    last_names=_listed(
        "van Grootveen|de Brêgge|Oosterlinckx|Hoppenbrouwer|ter Waerdt|Maesbrugge|"
        "'t Hofland|Zeewuster|Poëlman|van der Zilt"
    ),
)
FRENCH = Territory(
    manager="garsonnet",
    name="Émile Garsonnet",
    region="West",
    contacts=11,
    answering=6,
    customers=_listed(
        "Fonderie du Val-Brûlé SAS|Laiterie des Hêtres Bleus SA|Pompes Lacombrade SARL|"
        "Énergie Côte-Rousse SAS"
    ),
    first_names=_listed("Maëlle|François|Hélène|Gaël|Océane|Ousmane|Cécile|Benoît"),
    last_names=_listed(
        "Brûlefer|Lacombrade|d'Hautecôte|Tréguennec|Beauséjourné|N'Diambour|Châtaignet|Forêtier|"
        "Vaucresson-Léry"
    ),
)
IRISH = Territory(
    manager="ni_chorrain",
    name="Aoife Ní Chorráin",
    region="West",
    contacts=9,
    answering=4,
    customers=_listed(
        "Ballinoughter Foods Ltd|Glenmorrow Distillers Ltd|Penrhosfawr Slate Ltd|"
        "Carrowdrum Pharma DAC"
    ),
    first_names=_listed("Siobhán|Pádraig|Róisín|Llŷr|Gráinne|Oluwaṣeun|Fionn"),
    last_names=_listed(
        "Ó Maolchroí|Ballinoughter|Glenmorrow|Ní Dhroma|ap Rhosfawr|Fitzcarrow|Adébánjọ"
    ),
)

TERRITORIES = (NORDIC, EASTERN, ITALIAN, IBERIAN, GERMAN, DUTCH, FRENCH, IRISH)
