using System.Reflection;
using System.Runtime.Loader;

namespace BambuCloud.Loading;

/// <summary>
/// The private home of the client, the board and their libraries, so that another module's MQTTnet or Spectre.Console of another
/// version cannot hurt ours, nor ours it. The model is the one that PowerShell sees.
/// </summary>
internal sealed class ClientLoadContext : AssemblyLoadContext
{
    private static readonly Lazy<ClientLoadContext> Lazy = new(() => new ClientLoadContext());

    private readonly Assembly _model = typeof(BambuSession).Assembly;
    private readonly string _library = Path.Combine(Path.GetDirectoryName(typeof(ClientLoadContext).Assembly.Location)!, "lib");

    private ClientLoadContext()
        : base("BambuCloud")
    {
    }

    public static ClientLoadContext Instance => Lazy.Value;

    /// <summary>Whether an assembly is one of those that the cmdlets call; the rest of the libraries is found from these.</summary>
    public static bool IsEntry(string? assembly) => assembly is "BambuCloud.Client" or "BambuCloud.Board";

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == _model.GetName().Name)
        {
            return _model;
        }
        string path = Path.Combine(_library, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null; // The rest is .NET's own.
    }
}
