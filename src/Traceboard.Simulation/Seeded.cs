using System.Security.Cryptography;
using System.Text;

namespace Traceboard.Simulation;

/// <summary>
/// Everything accidental of the simulation, derived from the seed and a name: the same seed gives the same fleet, and a
/// new service does not change what the others get.
/// </summary>
internal static class Seeded
{
    public static Random Random(int seed, string name) => new(BitConverter.ToInt32(Hash($"{seed}/{name}")));

    public static string Hex(string text, int length) => Convert.ToHexStringLower(Hash(text))[..length];

    public static string Sha(string text) => Hex(text, 40);

    public static string Digest(string image) => "sha256:" + Convert.ToHexStringLower(Hash("digest/" + image));

    public static string Uid(string text) => new Guid(Hash(text).AsSpan(0, 16)).ToString();

    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public static TimeSpan Between(this Random random, TimeSpan least, TimeSpan most) => least + ((most - least) * random.NextDouble());

    /// <summary>The suffix of generated names, in Kubernetes' own alphabet: no vowels, no digits that look like letters.</summary>
    public static string Suffix(string text, int length)
    {
        const string alphabet = "bcdfghjklmnpqrstvwxz2456789";
        return string.Concat(Hash(text).Take(length).Select(value => alphabet[value % alphabet.Length]));
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
