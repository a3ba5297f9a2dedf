namespace Serverless.Functions.Tests.LocalHost.Triggers;

/// <summary>Fails a test that would hang.</summary>
internal static class SafetyNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task InTimeAsync(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
