using System.Text;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting.Rules;

public sealed class RuleSnapshotTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"rules":[],"apis":[]}""")]
    [InlineData("""{"rules":null,"callers":null}""")]
    public void What_a_copy_of_an_earlier_version_does_not_have_there_is_none_of(string text)
    {
        var read = RuleSnapshot.Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal((0, 0, 0), (read.Rules.Count, read.Apis.Count, read.Callers.Count));
        Assert.True(read.IsSameAs(RuleSnapshot.Empty));
    }
}
