namespace Serverless.Core.Network;

/// <summary>A host has no address that requests on behalf of users may go to; nothing was sent.</summary>
public sealed class RefusedAddressException : Exception
{
    public RefusedAddressException()
    {
    }

    public RefusedAddressException(string message)
        : base(message)
    {
    }

    public RefusedAddressException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
