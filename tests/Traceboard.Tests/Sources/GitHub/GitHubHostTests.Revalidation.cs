using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.GitHub;

/// <content>By REST an answer that has not changed is free to whoever has a token.</content>
public sealed partial class GitHubHostTests
{
    [Fact]
    public async Task What_has_not_changed_is_read_from_memory_and_only_with_the_credential_that_read_it()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "first", TestContext.Current.CancellationToken);
            await using var world = await StartAsync(token: false, settings => settings["GitHosts:0:TokenFile"] = file);
            world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(5) { State = "open", Head = Sha });
            var (full, unchanged) = (0, 0);
            world.Server.Script = async context =>
            {
                if (context.Request.Path == "/api/graphql")
                    return await OnGraphQlAsync(context, 404, """{"message":"Not Found"}""");
                if (context.Request.Headers.IfNoneMatch.Contains("\"one\""))
                {
                    unchanged++;
                    context.Response.StatusCode = 304;
                    return true;
                }

                full++;
                context.Response.Headers.ETag = "\"one\"";
                return false;
            };

            var first = await world.FindAsync(Sha);
            var again = await world.FindAsync(Sha);
            Assert.Equal(first, again);
            Assert.Equal((MergeRequestStatus.Pending, 2, 2), (again.MergeRequestStatus, full, unchanged));

            await File.WriteAllTextAsync(file, "second", TestContext.Current.CancellationToken);
            await world.FindAsync(Sha);
            Assert.Equal((4, 2), (full, unchanged));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
