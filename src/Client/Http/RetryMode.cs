namespace Serverless.Client.Http;

/// <summary>When a request may be sent again without doing something twice.</summary>
internal enum RetryMode
{
    /// <summary>Only where it was never sent: no connection came about.</summary>
    IfUnsent,

    /// <summary>Also where it was turned away before anything was done: 429.</summary>
    IfRefused,

    /// <summary>After every passing failure: doing it twice is doing it once.</summary>
    Always,
}
