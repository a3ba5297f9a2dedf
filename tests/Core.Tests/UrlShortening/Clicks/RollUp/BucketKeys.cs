using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>Keys in buckets that no other test of this process has been given: what one did to a bucket would be seen by another.</summary>
public static class BucketKeys
{
    private static int given;

    public static string Next()
    {
        var bucket = Interlocked.Increment(ref given) % LinkShard.Buckets;
        while (true)
        {
            var key = "k" + Guid.NewGuid().ToString("n")[..12];
            if (LinkShard.BucketOf(key) == bucket)
            {
                return key;
            }
        }
    }
}
