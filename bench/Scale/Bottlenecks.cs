namespace Serverless.Bench.Scale;

/// <summary>
/// The limits of one deployment in one region: a storage account and others for links, one Cosmos DB account, two Redis, apps
/// split in four.
/// </summary>
public static class Bottlenecks
{
    public static IReadOnlyList<Bottleneck> Of(ScaleInputs inputs) =>
        [.. OfStorage(inputs), .. OfApps(inputs), .. OfRedis(inputs), .. OfMessages(inputs)];

    private static IEnumerable<Bottleneck> OfStorage(ScaleInputs inputs)
    {
        var (limits, costs) = (inputs.Limits, inputs.Costs);
        var accounts = costs["linkAccounts"];
        return
        [
            new("Storage accounts of links, if rows of a transaction count", LimitKind.Setting, $"20,000/s each of {accounts:0}",
                demand => demand.Links.TableRows / (accounts * limits["storageOperations"]),
                "`linkAccounts`, at most 256, before the first start; `Links:RollUpEvery` an hour"),
            new("Storage accounts of links, requests", LimitKind.Setting, $"20,000/s each of {accounts:0}",
                demand => demand.Links.TableOperations / (accounts * limits["storageOperations"]),
                "`linkAccounts`, at most 256, before the first start"),
            new("Storage account of everything else, requests", LimitKind.Addition, "20,000/s",
                demand => demand.FirstAccountOperations(inputs) / limits["storageOperations"],
                "ask for a higher limit; messages in a deployment of their own"),
            new("Table partitions, key pool", LimitKind.Setting, "2,000 entities/s each of 4",
                demand => demand.Links.KeyOperations / costs["keyPoolShards"] / limits["partitionEntities"],
                "`Links:KeyPool:Shards`"),
            new("Table partitions, expiries", LimitKind.Design, $"2,000 entities/s each of 64 in each of {accounts:0} accounts",
                demand => demand.Links.ExpiryWrites / accounts / limits["partitionEntities"],
                "more partitions"),
            new("Table partitions, clicks", LimitKind.Design, "2,000 entities/s each of 1,024",
                demand => demand.Links.ClickRows / costs["clickBuckets"] / limits["partitionEntities"],
                "`Links:RollUpEvery` an hour; more buckets"),
            new("Tables of links, size", LimitKind.Setting, $"500 TB in each of {accounts:0} accounts",
                demand => demand.Links.LinkGb / accounts / limits["tableGb"],
                "`linkAccounts`"),
            new("Storage accounts of links, size, after a year", LimitKind.Setting, $"5 PB each of {accounts:0}",
                demand => (demand.Links.LinkGb + (12 * demand.Links.ClickGbAMonth)) / accounts / limits["storageGb"],
                "`linkAccounts`; shorter lives of links, whose clicks go with them"),
        ];
    }

    private static IEnumerable<Bottleneck> OfApps(ScaleInputs inputs)
    {
        var (limits, costs) = (inputs.Limits, inputs.Costs);
        return
        [
            new("Front Door", LimitKind.Quota, "100,000 requests/s a profile by default, not confirmed for Standard and Premium",
                demand => (demand.Links.Creates + demand.Links.Redirects + demand.Checks.Checks) / limits["frontDoorRequests"],
                "ask for quota; several profiles; a proxy of one's own before containers"),
            new("Flex Consumption in the region", LimitKind.Quota, "512,000 MB: 250 instances",
                demand => demand.Instances * costs["instanceGb"] / limits["regionGb"],
                "ask for quota; containers"),
            new("Flex Consumption, the shortener", LimitKind.Addition, "1,000 instances an app",
                demand => demand.Links.Instances / limits["appInstances"],
                "containers, which have no such limit; further apps over the same stores"),
        ];
    }

    private static IEnumerable<Bottleneck> OfRedis(ScaleInputs inputs)
    {
        var (limits, costs) = (inputs.Limits, inputs.Costs);
        var processors = limits["redisGb"] * limits["redisVcpuPerGb"];
        return
        [
            new("Redis of the counters, memory", LimitKind.Setting, "1,920 GB, of which 75 % for data",
                demand => (demand.Checks.RedisGb + demand.Links.ClickRedisGb) / limits["redisUsable"] / limits["redisGb"],
                "`RateLimits:PackedCallers`; shorter windows of rules"),
            new("Redis of the counters, memory, with packed counters", LimitKind.Design, "1,920 GB, of which 75 % for data",
                demand => ((demand.Checks.RedisGb * costs["packedCounterBytes"] / costs["counterBytes"]) + demand.Links.ClickRedisGb) / limits["redisUsable"] / limits["redisGb"],
                "several Redis by a hash of the identity"),
            new("Redis of the counters, commands", LimitKind.Setting, "34,000 GETs/s a vCPU, 256 vCPU",
                demand => (demand.Checks.RedisProcessors + inputs.Needed(demand.Links.ClickCommands * costs["clickInGets"], limits["redisGetsPerVcpu"])) / processors,
                "`redisSku` ComputeOptimized; a longer flush of clicks"),
            new("Redis of the cache, memory", LimitKind.Setting, "1,920 GB, of which 75 % for data",
                demand => demand.Links.RedisGb / limits["redisUsable"] / limits["redisGb"],
                "nothing: it forgets what was not followed for long; or `Links:CacheFor` shorter"),
            new("Redis of the cache, commands", LimitKind.Setting, "34,000 GETs/s a vCPU, 256 vCPU",
                demand => inputs.Needed(demand.Links.RedisCommands, limits["redisGetsPerVcpu"]) / processors,
                "`redisSku` ComputeOptimized; `Links:MemoryLinks`"),
            new("Redis shard, the hottest caller", LimitKind.Setting, "34,000 GETs/s a vCPU",
                demand => inputs.Needed(demand.Checks.HottestCaller * costs["checkInGets"], limits["redisGetsPerVcpu"]),
                "its denials are answered from memory; a plan with a higher limit, leased in slices"),
            new("Redis pub/sub of the streams", LimitKind.Design, "34,000 sent/s a vCPU, counted as GETs of one shard",
                demand => inputs.Needed(demand.Messages.Publishes + demand.Messages.SignalsHeard, limits["redisGetsPerVcpu"]),
                "fewer instances that wait for one stream; sharded channels"),
        ];
    }

    private static IEnumerable<Bottleneck> OfMessages(ScaleInputs inputs)
    {
        var limits = inputs.Limits;
        return
        [
            new("Cosmos DB, a stream", LimitKind.Setting, "10,000 RU/s a logical partition",
                demand => inputs.Needed(demand.Messages.HottestStreamRu, limits["partitionRu"]),
                "shards of the topic: fixed at creation"),
            new("Cosmos DB, a topic of 64 shards", LimitKind.Addition, "640,000 RU/s",
                demand => demand.Messages.ShardsOfHottest / limits["streamsPerTopic"],
                "several topics"),
            new("Cosmos DB, the log", LimitKind.Quota, "1,000,000 RU/s a container",
                demand => demand.Messages.LogRuToAllow / limits["containerRu"],
                "ask for quota; more shards of hot topics, so that they spread; topics in several deployments"),
            new("Queue of pushes", LimitKind.Setting, "2,000 messages/s",
                demand => demand.Messages.QueueMessages / limits["queueMessages"],
                "fewer shards of pushed topics"),
        ];
    }
}
