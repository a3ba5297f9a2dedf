using CsCheck;
using Serverless.LocalHost.Triggers.Timers;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Timers;

public sealed class TimerScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static readonly string[] Expressions = ["*/10 * * * * *", "0 * * * * *", "0 */5 * * * *", "15,45 3 * * * *"];

    [Theory]
    [InlineData("*/10 * * * * *", true)]
    [InlineData("10,50 0 3 * * *", true)]
    [InlineData("59 * * * * *", false)]
    [InlineData("0 */5 * * * *", false)]
    [InlineData("30 0 0 29 2 *", false)]
    [InlineData("0 0 0 30 2 *", false)]
    public void Is_below_a_minute_when_it_has_several_seconds(string expression, bool expected) =>
        Assert.Equal(expected, new TimerSchedule(expression).IsBelowMinute);

    [Fact]
    public void Has_its_next_occurrence_strictly_after_an_instant()
    {
        var schedule = new TimerSchedule("0 */5 * * * *");

        Assert.Equal(Start.AddMinutes(5), schedule.Next(Start));
        Assert.Equal(Start, schedule.Next(Start.AddTicks(-1)));
    }

    [Fact]
    public void Never_comes_when_it_has_no_occurrence() =>
        Assert.Equal(DateTimeOffset.MaxValue.Date, new TimerSchedule("0 0 0 30 2 *").Next(Start).Date);

    [Fact]
    public void Does_not_repeat_an_occurrence_when_the_clock_was_set_back()
    {
        var schedule = new TimerSchedule("0 */5 * * * *");

        Assert.Equal(new TimerStatus(Start, Start.AddMinutes(5), Start), schedule.AfterRun(due: Start, startedAt: Start.AddSeconds(-3)));
    }

    [Fact]
    public void Owes_each_occurrence_a_run_that_starts_at_it_or_at_the_end_of_the_run_it_fell_into() =>
        Gen.Select(Gen.Int[0, Expressions.Length - 1].Select(i => Expressions[i]), Gen.Int[0, 2_000].Array[1, 30]).Sample((expression, runSeconds) =>
        {
            var schedule = new TimerSchedule(expression);
            var (now, next) = (Start, schedule.Next(Start));
            foreach (var seconds in runSeconds)
            {
                var startedAt = next > now ? next : now;
                var after = schedule.AfterRun(next, startedAt);
                Assert.Equal(startedAt, after.Last);
                // No occurrence lies between the start, which covers all before it, and the next one due.
                Assert.Equal(schedule.Next(startedAt), after.Next);
                Assert.True(startedAt == next || startedAt == now);
                (now, next) = (startedAt.AddSeconds(seconds), after.Next);
            }
        });
}
