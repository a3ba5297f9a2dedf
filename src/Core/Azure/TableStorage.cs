using Azure.Data.Tables;

namespace Serverless.Core.Azure;

/// <summary>The tables of one Storage account.</summary>
/// <param name="prefix">Begins the name of every table, so that several applications can share an account; letters and digits.</param>
public sealed class TableStorage(TableServiceClient service, string prefix = "")
{
    /// <summary>The name of the account, however it was entered.</summary>
    public string Account => service.AccountName;

    /// <summary>A table, made when the first row is written to it.</summary>
    /// <param name="name">3-63 letters and digits, with the prefix.</param>
    public TableRows Open(string name) => new(service.GetTableClient(prefix + name));
}
