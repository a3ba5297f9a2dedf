using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Storage;

public sealed class MessageExcerptTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(MessageExcerpt.MaxLength)]
    public void Shows_what_is_short_as_it_is(int length) => Assert.Equal(new string('x', length), MessageExcerpt.Of(new string('x', length)));

    [Fact]
    public void Cuts_what_is_long_and_says_how_long_it_was() =>
        Assert.Equal($"{new string('x', MessageExcerpt.MaxLength)}... (40960 characters)", MessageExcerpt.Of(new string('x', 40_960)));
}
