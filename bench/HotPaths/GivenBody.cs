using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Serverless.HotPaths;

/// <summary>A request's body that is in memory already, as it is where the server has received all of it.</summary>
internal sealed class GivenBody(byte[] body) : IRequestBodyPipeFeature
{
    public PipeReader Reader => PipeReader.Create(new ReadOnlySequence<byte>(body));
}
