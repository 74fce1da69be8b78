using Traceboard.Simulation.GitHosts;

namespace Traceboard.Simulation.Fleet;

/// <summary>Who works at Acme.</summary>
internal static class People
{
    public static readonly GitPerson Renovate = new("Renovate Bot", "renovate-bot", IsBot: true);
    public static readonly GitPerson Dependabot = new("dependabot[bot]", "dependabot", IsBot: true);

    private static readonly GitPerson[] All =
    [
        new("Anna Kim", "anna.kim"), new("João Melo", "joaomelo"), new("Li Wei", "liwei"), new("Sara Olsen", "sara-olsen"),
        new("Mia Tran", "miatran"), new("Tom Nash", "tnash"), new("Amina Yusuf", "amina"), new("Lukas Brandt", "lbrandt"),
        new("Priya Raman", "priya-r"), new("Diego Fuentes", "dfuentes"), new("Zofia Nowak", "zofian"), new("Kofi Mensah", "kofi.mensah"),
        new("Elif Demir", "elifd"), new("Noah Lindqvist", "noahl"), new("Yuki Tanaka", "ytanaka"), new("Chloé Martin", "chloem"),
        new("Rahul Desai", "rdesai"), new("Ingrid Hauge", "ihauge"), new("Samuel Okafor", "sokafor"), new("Marta Kovač", "martak"),
        new("Ben Whitaker", "bwhitaker"), new("Leila Haddad", "leilah"), new("Oleh Shevchenko", "olehs"), new("Grace Mbeki", "gracem"),
    ];

    /// <summary>Four people of a team; one works for two teams here and there.</summary>
    public static IReadOnlyList<GitPerson> OfTeam(int team) => [.. Enumerable.Range(0, 4).Select(member => All[((team * 3) + member) % All.Length])];
}
