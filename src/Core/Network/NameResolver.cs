using System.Net;

namespace Serverless.Core.Network;

/// <summary>Finds the addresses of a host, as <see cref="Dns.GetHostAddressesAsync(string, CancellationToken)"/> does; an address is its own.</summary>
public delegate Task<IPAddress[]> NameResolver(string host, CancellationToken cancellationToken);
