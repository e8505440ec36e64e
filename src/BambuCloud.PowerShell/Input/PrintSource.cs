using System.Collections.ObjectModel;
using System.Management.Automation;
using BambuCloud.Client.Files;

namespace BambuCloud.Input;

/// <summary>
/// What is printed: a file of this computer, which is uploaded when the first printer wants it, or one that the cloud has.
/// </summary>
internal sealed class PrintSource
{
    private readonly PrintFile? _local;
    private BambuFile? _uploaded;

    private PrintSource(PrintFile? local, BambuFile? uploaded)
    {
        _local = local;
        _uploaded = uploaded;
    }

    /// <summary>The file's name.</summary>
    public string? Name => _local?.Name ?? _uploaded?.FileName;

    /// <summary>What tells the file from others.</summary>
    public string Key => _local?.Path ?? $"{_uploaded?.FileUrl}";

    /// <summary>A file of this computer, which has to be sliced.</summary>
    /// <exception cref="BambuException">Why there is none that can be printed.</exception>
    public static PrintSource Local(SessionState state, string path, bool literal, int? plate)
    {
        Collection<string> files = state.FilesOf(path, literal);
        return files.Count == 1
            ? new PrintSource(PrintFile.Open(files[0]).EnsureSliced(plate), null)
            : throw new BambuException(BambuErrorKind.NotAFile, $"The path '{path}' matches {files.Count} files; a print takes one.")
            {
                Subject = path,
            };
    }

    /// <summary>A file that the cloud has.</summary>
    public static PrintSource Uploaded(Uri url, string? name, string? id) => new(null, new BambuFile
    {
        FileName = name ?? "",
        FileUrl = url,
        FileId = string.IsNullOrEmpty(id) ? null : id,
        Length = 0,
    });

    /// <summary>The printer models that the file was sliced for, where a model is none of them; empty where that is not known.</summary>
    public IReadOnlyList<string> ModelsOtherThan(string? model, int? plate) => _local?.ModelsOtherThan(model, plate) ?? [];

    /// <summary>The file in the cloud. It is uploaded once.</summary>
    public BambuFile InCloud(Func<PrintFile, BambuFile> upload) => _uploaded ??= upload(_local!);
}
