using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace BambuCloud.Loading;

/// <summary>
/// On import: the client and the board, and nothing else, will come from the module's <c>lib</c> folder, each when it is first needed.
/// </summary>
public sealed class ModuleLoading : IModuleAssemblyInitializer
{
    private static int s_hooked;

    /// <inheritdoc/>
    public void OnImport()
    {
        if (Interlocked.Exchange(ref s_hooked, 1) == 0)
        {
            AssemblyLoadContext.Default.Resolving += Resolve;
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        ClientLoadContext.IsEntry(name.Name) ? ClientLoadContext.Instance.LoadFromAssemblyName(name) : null;
}
