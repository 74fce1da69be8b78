using System.Text;
using FsCheck.Xunit;
using Traceboard.Clusters.Wire;

namespace Traceboard.Tests.Clusters.Wire;

public sealed class StringPoolTests
{
    [Property]
    public void The_pool_tells_the_text_of_the_bytes(string?[] texts)
    {
        var pool = new StringPool(mostStrings: 8);
        foreach (var text in texts.Concat(texts).Select(text => string.Concat((text ?? "").EnumerateRunes())))
        {
            Assert.Equal(text, pool.Get(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Theory]
    [InlineData("registry.example.com/shop")]
    [InlineData("größe")]
    [InlineData("日本語")]
    public void Equal_bytes_give_the_same_string(string text)
    {
        var pool = new StringPool();
        Assert.Same(pool.Get(Encoding.UTF8.GetBytes(text)), pool.Get(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void A_hundred_thousand_strings_stay_within_the_bounds()
    {
        var pool = new StringPool(mostStrings: 4096, mostCharacters: 20_000);
        for (var i = 0; i < 100_000; i++)
        {
            Assert.Equal($"name-{i}", pool.Get(Encoding.UTF8.GetBytes($"name-{i}")));
        }
        Assert.InRange(pool.Count, 1, 4096);
        Assert.InRange(pool.Characters, 1, 20_000);
    }

    [Fact]
    public void A_growing_pool_still_knows_what_it_held()
    {
        var pool = new StringPool();
        var first = pool.Get("first"u8);
        for (var i = 0; i < 3000; i++)
        {
            pool.Get(Encoding.UTF8.GetBytes($"name-{i}"));
        }
        Assert.InRange(pool.Count, 2000, 3001);
        Assert.Equal(first, pool.Get("first"u8));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Assert.Throws<WireFormatException>(() => new StringPool().Get([0x61, 0xC3, 0x28]));

    [Fact]
    public void Equal_owners_and_labels_are_shared()
    {
        var pool = new StringPool();
        var uid = Guid.NewGuid();
        Assert.Same(pool.Share(new OwnerReference("ReplicaSet", "a", uid)), pool.Share(new OwnerReference("ReplicaSet", "a", uid)));
        Assert.Same(pool.Share(new KeptPairs([new("app", "shop")])), pool.Share(new KeptPairs([new("app", "shop")])));
        Assert.NotEqual(pool.Share(new KeptPairs([new("app", "shop")])), pool.Share(new KeptPairs([new("app", "web")])));
    }
}
