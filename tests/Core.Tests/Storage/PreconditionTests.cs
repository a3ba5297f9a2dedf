using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Storage;

/// <summary>What meets a client's demand, and what a demand that is not met says of writes that got no answer.</summary>
public sealed class PreconditionTests
{
    private static readonly Gen<string[]?> Demands = Gen.OneOf(Gen.Const((string[]?)null), Name("a", "b", "c", Precondition.Any).Array[0, 3].Select(names => (string[]?)names));

    [Fact]
    public void Is_met_as_the_standard_says() =>
        Gen.Select(Demands, Demands, Name("a", "b", "z", null)).Sample((oneOf, noneOf, there) =>
        {
            var matches = oneOf is null || (there is not null && (oneOf.Contains("*") || oneOf.Contains(there)));
            var isNew = noneOf is null || there is null || !(noneOf.Contains("*") || noneOf.Contains(there));
            Assert.Equal(matches && isNew, new Precondition { OneOf = oneOf, NoneOf = noneOf }.IsMetBy(there));
        });

    [Fact]
    public void Says_what_is_there_instead()
    {
        var precondition = new Precondition { OneOf = ["a"] };
        precondition.Require("a");
        Assert.Equal("b", Assert.Throws<PreconditionFailedException>(() => precondition.Require("b")).Revision);
        Assert.Null(Assert.Throws<PreconditionFailedException>(() => precondition.Require(null)).Revision);
        Assert.Equal("a", Assert.Throws<PreconditionFailedException>(() => Precondition.Absent.Require("a")).Revision);
    }

    private static Gen<string> Name(params string?[] names) => Gen.Int[0, names.Length - 1].Select(index => names[index]!);

    [Fact]
    public async Task Is_not_said_to_be_unmet_where_an_unanswered_write_may_have_been_written_over()
    {
        var retry = new StoreRetry(new FakeTimeProvider(), TimeSpan.Zero);
        var attempts = 0;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await retry.RunConditionallyAsync<bool>(
            _ => attempts++ == 0 ? throw new StoreUnavailableException("No answer.") : throw new PreconditionFailedException("b"), CancellationToken.None));
        await Assert.ThrowsAsync<PreconditionFailedException>(async () => await retry.RunConditionallyAsync<bool>(
            _ => attempts++ == 2 ? throw new WriteConflictException() : throw new PreconditionFailedException("b"), CancellationToken.None));
        Assert.Equal(4, attempts);
    }
}
