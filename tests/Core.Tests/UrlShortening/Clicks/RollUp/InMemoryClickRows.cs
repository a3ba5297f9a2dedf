using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>Rolled up clicks in memory.</summary>
public sealed class InMemoryClickRows : IClickRows
{
    private readonly Dictionary<(string Key, string Nonce, DateOnly Day, long Run), string> columns = [];

    public Task WriteAsync(int bucket, long run, IReadOnlyList<LinkClicks> clicks, CancellationToken cancellationToken)
    {
        foreach (var link in clicks)
        {
            foreach (var day in link.Days)
            {
                columns[(link.Key, link.Nonce, day.Day, run)] = day.Clicks.ToString();
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, long? before, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DaySummary>>(
        [
            .. columns.Where(column => column.Key.Key == key && column.Key.Nonce == nonce && (before is null || column.Key.Run < before))
                .Select(column => new DaySummary(column.Key.Day, ClickSummary.Parse(column.Value))),
        ]);

    public Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        foreach (var column in columns.Keys.Where(column => column.Key == key && column.Nonce == nonce).ToArray())
        {
            columns.Remove(column);
        }

        return Task.CompletedTask;
    }
}
