using Serverless.Functions.Tests.Description;

namespace Serverless.Functions.Tests.Rules;

/// <summary>Whatever can be asked by GET can be asked by HEAD.</summary>
public sealed class HeadTests
{
    [Fact]
    public void Every_function_that_takes_get_takes_head()
    {
        var methods = DescribedApi.Operations.ToLookup(operation => operation.Path, operation => operation.Method);
        Assert.NotEmpty(methods);
        Assert.All(methods, path => Assert.Equal(path.Contains("GET"), path.Contains("HEAD")));
    }
}
