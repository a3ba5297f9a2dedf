namespace Serverless.Core.UrlShortening.Keys;

/// <summary>A key that an instance has handed out from a block it holds, until the pool is told what became of it.</summary>
public sealed class PoolKey
{
    internal PoolKey(string value, LeasedKeys block) => (Value, Block) = (value, block);

    public string Value { get; }

    internal LeasedKeys Block { get; }

    /// <summary>Nobody knows whether the key has a row: it is to be handed out once more, which will show it.</summary>
    public void Return() => Block.Return(this);
}
