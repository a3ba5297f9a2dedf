namespace Serverless.Bench.Scale;

/// <summary>The limits of one deployment in one region: one storage account, one Cosmos DB account, two Redis, apps split in four.</summary>
public static class Bottlenecks
{
    public static IReadOnlyList<Bottleneck> Of(ScaleInputs inputs)
    {
        var (limits, costs) = (inputs.Limits, inputs.Costs);
        return
        [
            new("Storage account, operations", "20,000/s", demand => demand.StorageOperations(inputs) / limits["storageOperations"],
                "count clicks less often; let Redis believe links longer; several accounts by a hash of the key"),
            new("Front Door", "10,000 requests/s a profile, not confirmed", demand => (demand.Links.Creates + demand.Links.Redirects + demand.Checks.Checks) / limits["frontDoorRequests"],
                "ask for quota; several profiles"),
            new("Flex Consumption in the region", "512,000 MB: 250 instances", demand => demand.Instances * costs["instanceGb"] / limits["regionGb"],
                "ask for quota; containers; further regions"),
            new("Flex Consumption, the shortener", "1,000 instances an app", demand => demand.Links.Instances / limits["appInstances"],
                "containers; several apps by a hash of the key"),
            new("Redis of the counters, memory", "1,920 GB, of which 75 % for data", demand => demand.Checks.RedisSizeGb / limits["redisGb"],
                "shorter windows; several Redis by a hash of the identity, which needs code"),
            new("Redis of the counters, commands", "34,000 GETs/s a vCPU, 256 vCPU", demand => demand.Checks.RedisProcessors / (limits["redisGb"] * limits["redisVcpuPerGb"]),
                "ComputeOptimized; several Redis"),
            new("Redis of the cache, commands", "34,000 GETs/s a vCPU, 256 vCPU", demand => inputs.Needed(demand.Links.RedisCommands, limits["redisGetsPerVcpu"]) / (limits["redisGb"] * limits["redisVcpuPerGb"]),
                "ComputeOptimized; several Redis by a hash of the key, which needs code"),
            new("Redis shard, the hottest caller", "34,000 GETs/s a vCPU", demand => inputs.Needed(demand.Checks.HottestCaller * costs["checkInGets"], limits["redisGetsPerVcpu"]),
                "its denials are answered from memory; a higher limit of its own"),
            new("Redis pub/sub of the streams", "34,000 sent/s a vCPU, counted as GETs of one shard", demand => inputs.Needed(demand.Messages.SignalsHeard, limits["redisGetsPerVcpu"]),
                "fewer, larger instances for pulling; a channel for some streams each, which needs code"),
            new("Cosmos DB, a stream", "10,000 RU/s a logical partition", demand => inputs.Needed(demand.Messages.HottestStreamRu, limits["partitionRu"]),
                "shards: fixed at creation, so a new topic"),
            new("Cosmos DB, a topic of 64 shards", "640,000 RU/s", demand => demand.Messages.ShardsOfHottest / limits["streamsPerTopic"],
                "several topics"),
            new("Cosmos DB, the log", "1,000,000 RU/s a container", demand => demand.Messages.LogRuToAllow / limits["containerRu"],
                "ask for quota; more shards of hot topics, so that they spread; several accounts by topic"),
            new("Queue of pushes", "2,000 messages/s", demand => demand.Messages.QueueMessages / limits["queueMessages"],
                "fewer shards of pushed topics; several queues"),
            new("Table partitions, key pool", "2,000 entities/s each of 4", demand => demand.Links.KeyOperations / costs["keyPoolShards"] / limits["partitionEntities"],
                "`Links:KeyPool:Shards`"),
            new("Table partitions, expiries", "2,000 entities/s each of 64", demand => demand.Links.ExpiryWrites / limits["partitionEntities"],
                "more shards, which needs code"),
            new("Table of links, size", "500 TB", demand => demand.Links.LinkGb / limits["tableGb"],
                "several accounts by a hash of the key"),
            new("Storage account, size, after a year", "5 PB", demand => (demand.Links.LinkGb + (12 * demand.Links.ClickGbAMonth)) / limits["storageGb"],
                "shorter lives of links, whose clicks go with them; several accounts"),
        ];
    }
}
