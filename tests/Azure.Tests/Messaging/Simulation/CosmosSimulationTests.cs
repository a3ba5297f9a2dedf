using Serverless.Core.Tests.Messaging.Simulation;

namespace Serverless.Azure.Tests.Messaging.Simulation;

/// <summary>
/// The log in Cosmos DB keeps what it promises in every history, whoever dies between which requests. <c>MESSAGING_SEEDS</c>
/// sets how many are lived; <c>MESSAGING_SEED</c> is the first.
/// </summary>
public sealed class CosmosSimulationTests
{
    private const int Standard = 8;

    [Fact]
    public void Keeps_its_promises_whatever_dies_and_lags()
    {
        var violation = Seeds.FirstViolation(seed => LogHistory.Run(seed), Standard);
        Assert.True(violation is null, violation);
    }

    [Fact]
    public void Finds_that_a_trimmer_removes_the_mark_of_a_stream_that_is_about_to_be_written_to() =>
        Seeds.Finds(seed => LogHistory.Run(seed, LogBug.KeepsUnchangedHeads), "and not listed");

    [Fact]
    public void Finds_that_a_segment_which_is_not_opened_yet_counts_as_an_empty_stream() =>
        Seeds.Finds(seed => LogHistory.Run(seed, LogBug.ConfirmsBlindly), "was said to end at");
}
