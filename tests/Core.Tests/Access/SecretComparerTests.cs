using Serverless.Core.Access;

namespace Serverless.Core.Tests.Access;

/// <summary>Secrets as keys of a table.</summary>
public sealed class SecretComparerTests
{
    private readonly SecretComparer comparer = new();

    [Theory]
    [InlineData("slk_a", "slk_a", true)]
    [InlineData("slk_a", "slk_b", false)]
    [InlineData("slk_a", "slk_aa", false)]
    [InlineData("slk_a", "SLK_A", false)]
    [InlineData("\u0141", "\u0041", false)]
    public void Equal_are_those_that_are_the_same_to_the_last_bit(string left, string right, bool equal) =>
        Assert.Equal((equal, equal), (comparer.Equals(left, right), comparer.GetHashCode(left) == comparer.GetHashCode(right)));
}
