using System.Runtime.CompilerServices;

namespace Traceboard.Tests.Web.Api;

public sealed class OpenApiTests
{
    /// <summary>To renew the copy after a deliberate change, run this test with TRACEBOARD_WRITE_OPENAPI=1.</summary>
    [Fact]
    public async Task The_committed_description_is_what_the_api_says_of_itself()
    {
        await using var api = new ApiApplication();
        var told = (await api.TextAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(RepositoryRoot(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("TRACEBOARD_WRITE_OPENAPI") == "1")
            await File.WriteAllTextAsync(file, told, TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), told);
    }

    private static string RepositoryRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", ".."));
}
