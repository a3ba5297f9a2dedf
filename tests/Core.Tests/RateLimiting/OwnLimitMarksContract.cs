using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What every <see cref="IOwnLimitMarks"/> does.</summary>
public abstract class OwnLimitMarksContract
{
    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IOwnLimitMarks Marks { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Has_no_mark_at_first() => Assert.Empty(await Marks.ListAsync(Cancel));

    [Fact]
    public async Task Keeps_each_mark_once_however_often_it_is_made()
    {
        string[] ids = ["serverless.links.create", "serverless.keys.create"];
        foreach (var id in ids.Concat(ids))
        {
            await Marks.AddAsync(id, Cancel);
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), (await Marks.ListAsync(Cancel)).Order(StringComparer.Ordinal));
    }
}
