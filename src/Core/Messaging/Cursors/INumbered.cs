namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a cursor keeps of one message.</summary>
public interface INumbered
{
    /// <summary>The message's sequence number.</summary>
    long Number { get; }
}
