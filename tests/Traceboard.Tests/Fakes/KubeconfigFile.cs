using System.Text;

namespace Traceboard.Tests.Fakes;

/// <summary>Writes kubeconfig files into the temporary directory.</summary>
internal static class KubeconfigFile
{
    /// <summary>One context <c>test</c> with one user.</summary>
    /// <param name="server">Address of the API server.</param>
    /// <param name="ca">PEM of the CA, or null.</param>
    /// <param name="user">YAML lines of the user.</param>
    /// <param name="cluster">Further YAML lines of the cluster.</param>
    public static string Write(Uri server, string? ca = null, string user = "token: secret-canary", string cluster = "") => WriteText($"""
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
        - name: test
          context: {"{"} cluster: test, user: test {"}"}
        clusters:
        - name: test
          cluster:
            server: {server}
            {(ca is null ? "" : $"certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(ca))}")}
            {cluster.ReplaceLineEndings("\n    ")}
        users:
        - name: test
          user:
            {user.ReplaceLineEndings("\n    ")}
        """);

    public static string WriteText(string text)
    {
        var path = Path.Combine(Path.GetTempPath(), $"traceboard-{Guid.NewGuid():N}.kubeconfig");
        File.WriteAllText(path, text);
        return path;
    }
}
