namespace JourneyStore.Cli.Demo.Story;

/// <summary>Names that people and companies in northern and western Europe could bear; none of the companies exists.</summary>
internal static class Names
{
    public static readonly string[] First =
    [
        "Anna", "Lars", "Maria", "Erik", "Ingrid", "Jonas", "Sofia", "Nils", "Elena", "Mikkel", "Freja", "Anders", "Katja",
        "Oskar", "Linnea", "Henrik", "Marta", "Paul", "Claire", "Thomas", "Julie", "Pieter", "Saskia", "Jan", "Eva", "Tobias",
        "Greta", "Matteo", "Chiara", "Luis", "Carmen", "Aleksander", "Zofia", "Emil", "Noor", "Daan", "Aino", "Mikael", "Sanna",
        "Olav", "Marit", "Stefan", "Birgit", "Felix", "Amina", "Ravi", "Leila", "Samuel",
    ];

    public static readonly string[] Last =
    [
        "Andersson", "Berg", "Carlsen", "Dahl", "Eriksen", "Forsberg", "Gustafsson", "Hansen", "Ivarsson", "Jensen", "Keller",
        "Larsen", "Meyer", "Nyberg", "Olsen", "Petersen", "Richter", "Schmidt", "Thomsen", "Vogel", "Wagner", "Becker",
        "Dubois", "Moreau", "Janssen", "Visser", "Bakker", "Rossi", "Conti", "Garcia", "Navarro", "Kowalski", "Nowak",
        "Virtanen", "Korhonen", "Holm", "Lund", "Sandberg", "Ekstrom", "Haugen", "Brandt", "Fischer", "Peeters", "Silva",
        "Costa", "Novak", "Horvat", "Murphy", "Byrne", "Patel",
    ];

    public static readonly string[] Places =
    [
        "Alster", "Brevik", "Calder", "Drava", "Elbe", "Fjell", "Gota", "Havel", "Isar", "Kattegat", "Lagan", "Malar", "Nidau",
        "Oder", "Peene", "Rhone", "Saale", "Tornio", "Uppland", "Vanern", "Weser", "Ystad", "Zwin", "Arlanda", "Boden", "Celle",
        "Dorsten", "Esbo", "Falun", "Gavle",
    ];

    public static readonly string[] Trades =
    [
        "Logistics", "Instruments", "Foods", "Marine", "Energy", "Paper", "Optics", "Textiles", "Robotics", "Clinics",
        "Housing", "Press", "Foundry", "Dairy", "Retail", "Timber",
    ];
}
