using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Timers;

/// <summary>Timer functions, a class for each kind of declaration.</summary>
internal static class TimerFunctions
{
    internal sealed class EveryFiveMinutes(TimerProbe probe)
    {
        [Function("Timer")]
        public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => probe.RunAsync(timer, cancellationToken);
    }

    internal sealed class EveryFiveMinutesUnmonitored(TimerProbe probe)
    {
        [Function("Timer")]
        public Task RunAsync([TimerTrigger("0 */5 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) => probe.RunAsync(timer, cancellationToken);
    }

    internal sealed class EveryTenSeconds(TimerProbe probe)
    {
        [Function("Timer")]
        public Task RunAsync([TimerTrigger("*/10 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => probe.RunAsync(timer, cancellationToken);
    }

    internal sealed class AtStartToo(TimerProbe probe)
    {
        [Function("Timer")]
        public Task RunAsync([TimerTrigger("0 */5 * * * *", RunOnStartup = true)] TimerInfo timer) => probe.RunAsync(timer, default);
    }

    internal sealed class WithoutInfo(TimerProbe probe)
    {
        [Function("Timer")]
        public void Run([TimerTrigger("0 */5 * * * *", RunOnStartup = true)] string? timer) => probe.Started.Add(new(default, timer is null ? null : new(), default));
    }

    internal sealed class WithWrongSchedule(TimerProbe probe)
    {
        [Function("Timer")]
        public Task RunAsync([TimerTrigger("*/5 * * * *")] TimerInfo timer) => probe.RunAsync(timer, default);
    }

    internal sealed class WithService(TimerProbe probe)
    {
        [Function("Timer")]
        public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, IServiceProvider services) => probe.RunAsync(timer, services.GetHashCode() == 0 ? default : new(true));
    }
}
