using System.Text.RegularExpressions;

namespace Traceboard.Tests;

/// <summary>Data walks one way through the rooms; these tests read the sources and say where it does not.</summary>
public sealed partial class RoomTests
{
    // From left to right. Notifications and Web both stand at the end and do not know each other.
    private static readonly string[] Rooms = ["Clusters", "Images", "Sources", "Deployments", "History", "Answers", "Notifications"];

    // Assemblies that the rooms must not know.
    private static readonly string[] Foreign =
        ["Microsoft.AspNetCore", "MudBlazor", "Npgsql", "Microsoft.Data.Sqlite", "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.EntityFrameworkCore.SqlServer", "SQLitePCL", "Traceboard.Web", "Traceboard.Migrations", "Traceboard.Simulation"];

    [Fact]
    public void Each_room_uses_only_rooms_to_its_left()
    {
        var faults =
            from file in SourceTree.Files("src/Traceboard", "*.cs")
            let room = Array.IndexOf(Rooms, file.Path.Split('/')[2])
            where room >= 0
            from right in Rooms.Skip(room + 1)
            where Names(right).IsMatch(file.Code)
            select $"{file.Path} ({Rooms[room]}) names {right}, which is to its right";
        SourceTree.AssertNone(faults);
    }

    [Fact]
    public void Every_folder_of_the_rooms_is_a_room() =>
        SourceTree.AssertNone(SourceTree.Files("src/Traceboard", "*.cs").Select(file => file.Path.Split('/')).Where(path => path.Length > 3 && !Rooms.Contains(path[2])).Select(path => string.Join('/', path)));

    [Fact]
    public void The_rooms_know_no_web_and_no_database_provider()
    {
        var faults =
            from file in SourceTree.Files("src/Traceboard", "*.cs")
            from foreign in Foreign
            where Regex.IsMatch(file.Code, $@"(^|[^\w.]){Regex.Escape(foreign)}\b", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
            select $"{file.Path} names {foreign}";
        SourceTree.AssertNone(faults);
    }

    [Fact]
    public void The_rooms_reference_no_web_and_no_database_provider()
    {
        var project = SourceTree.Files("src/Traceboard", "*.csproj").Single();
        SourceTree.AssertNone(Foreign.Where(foreign => project.Text.Contains($"\"{foreign}", StringComparison.OrdinalIgnoreCase)).Select(foreign => $"{project.Path} references {foreign}"));
        Assert.DoesNotContain("Microsoft.NET.Sdk.Web", project.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.NET.Sdk.Razor", project.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_know_no_database_no_Git_host_client_and_no_Kubernetes_client()
    {
        var faults =
            from file in SourceTree.Files("src/Traceboard.Web", "*.razor").Concat(SourceTree.Files("src/Traceboard.Web", "*.razor.cs"))
            let found = OutsideParty().Match(file.Code)
            where found.Success
            select $"{file.Path} names {found.Value}";
        SourceTree.AssertNone(faults);
    }

    [Theory]
    [InlineData("using Traceboard.History;", true)]
    [InlineData("using Traceboard.History.Model;", true)]
    [InlineData("using static Traceboard.History.Recorder;", true)]
    [InlineData("using R = Traceboard.History.Recorder;", true)]
    [InlineData("Traceboard.History.Recorder recorder", true)]
    [InlineData("global::Traceboard.History.Recorder recorder", true)]
    [InlineData("new History.Recorder()", true)]
    [InlineData("List<History.Recorder>", true)]
    [InlineData("options.History.Retention", false)]
    [InlineData("using Traceboard.HistoryOfArt;", false)]
    [InlineData("// Between the two, History remembers questions.", false)]
    [InlineData("Log(\"History. What else?\")", false)]
    public void The_test_itself_sees_a_room_named(string code, bool named) =>
        Assert.Equal(named, Names("History").IsMatch(SourceTree.WithoutCommentsAndTexts(code)));

    /// <summary>A <c>using</c> of the room, its full name, or its name before a type of it.</summary>
    private static Regex Names(string room) =>
        new($@"\bTraceboard\.{room}\b|(^|[^\w.]){room}\.[A-Z]", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    [GeneratedRegex(@"\b(DbContext|TraceboardContext|SqliteContext|PostgresContext|IDbContextFactory|Octokit|NGitLab|k8s)\b|\bMicrosoft\.EntityFrameworkCore\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex OutsideParty();
}
