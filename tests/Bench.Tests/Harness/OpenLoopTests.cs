using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

public sealed class OpenLoopTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void Answers_that_come_before_the_next_request_is_due_are_left_as_they_are()
    {
        TimeSpan[] took = [Milliseconds(1), Milliseconds(10)];

        Assert.Equal(took, OpenLoop.WithOmitted(took, Interval));
    }

    [Fact]
    public void A_stalled_answer_stands_for_all_requests_that_were_due_meanwhile()
    {
        TimeSpan[] waited = [Milliseconds(35), Milliseconds(25), Milliseconds(15), Milliseconds(5)];

        Assert.Equal(waited, OpenLoop.WithOmitted([Milliseconds(35)], Interval));
    }

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
