using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using BambuCloud.Client.Lan;

namespace BambuCloud.Client.Tests;

/// <summary>
/// A printer's file server that does what it is told: TLS on data connections after <c>150</c>, an address in <c>PASV</c> that leads
/// nowhere, and faults at each step.
/// </summary>
internal sealed class ScriptedFtps : IAsyncDisposable
{
    public const string AccessCode = "s3cr3t99";

    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<string> _commands = [];
    private readonly PrinterCertificate _certificate = PrinterCertificate.Usual;

    public ScriptedFtps() => _listener = new LoopbackListener(ServeAsync, _certificate.Context);

    public LanPrinterOptions Printer => new()
    {
        DeviceId = PrinterCertificate.Serial,
        Host = "127.0.0.1",
        FtpsPort = _listener.Port,
        AccessCode = AccessCode,
        Fingerprint = _certificate.Fingerprint,
    };

    /// <summary>The files that are there, by their paths.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = [];

    /// <summary>What was asked, without passwords.</summary>
    public IReadOnlyCollection<string> Commands => _commands;

    /// <summary>How many connections were made for commands.</summary>
    public int Connections => _listener.Accepted;

    /// <summary>The reply to a command in place of the usual one; a null says nothing at all.</summary>
    public Dictionary<string, string?> Replies { get; } = [];

    /// <summary>What is done after so many bytes of an upload.</summary>
    public (long After, Cut How)? UploadFault { get; set; }

    /// <summary>The command at which it hangs up, once.</summary>
    public string? HangsUpAt { get; set; }

    /// <summary>How many clients are turned away, because all places are taken, once a transfer has broken off.</summary>
    public int RefusalsAfterFault { get; set; }

    /// <summary>Data connections end without TLS's goodbye.</summary>
    public bool EndsAbruptly { get; set; }

    /// <summary>Of a download only so many bytes are sent.</summary>
    public int? SendsOnly { get; set; }

    /// <summary>What LIST answers.</summary>
    public string Listing { get; set; } = "";

    /// <summary>Whether a client began TLS on a data connection before it was told that the transfer begins.</summary>
    public bool TlsCameEarly { get; private set; }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Stream control, int connection, CancellationToken closing)
    {
        using StreamReader commands = new(control, Encoding.UTF8, false, 1024, leaveOpen: true);
        using TcpListener data = new(IPAddress.Loopback, 0);
        data.Start();
        int port = ((IPEndPoint)data.LocalEndpoint).Port;
        if (_commands.Any(command => command.StartsWith("STOR", StringComparison.Ordinal)) && RefusalsAfterFault > 0)
        {
            RefusalsAfterFault--;
            await SayAsync(control, "", "421 There are too many connected users.");
            return;
        }
        if (!await SayAsync(control, "greeting", "220 printer"))
        {
            return;
        }
        while (await commands.ReadLineAsync(closing) is { } line)
        {
            string[] parts = line.Split(' ', 2);
            string path = parts.Length > 1 ? parts[1] : "";
            _commands.Enqueue(parts[0] == "PASS" ? "PASS" : line);
            if (HangsUpAt == parts[0])
            {
                HangsUpAt = null;
                return;
            }
            bool goesOn = parts[0] switch
            {
                "USER" => await SayAsync(control, "USER", path == "bblp" ? "331 password" : "530 who"),
                "PASS" => await SayAsync(control, "PASS", path == AccessCode ? "230 in" : $"530 {path} is wrong"),
                "PASV" => await SayAsync(control, "PASV",
                    string.Create(CultureInfo.InvariantCulture, $"227 Entering Passive Mode (0,0,0,0,{port >> 8},{port & 255})")),
                "SIZE" => await SayAsync(control, "SIZE", Files.TryGetValue(path, out byte[]? file)
                    ? string.Create(CultureInfo.InvariantCulture, $"213 {file.Length}") : "550 no file"),
                "DELE" => await SayAsync(control, "DELE", Files.TryRemove(path, out _) ? "250 gone" : "550 no file"),
                "STOR" => await TakeAsync(control, data, path, closing),
                "RETR" => await GiveAsync(control, data, "RETR", Files.GetValueOrDefault(path), closing),
                "LIST" => await GiveAsync(control, data, "LIST", Encoding.UTF8.GetBytes(Listing), closing),
                "QUIT" => false,
                _ => await SayAsync(control, parts[0], "200 done"),
            };
            if (!goesOn)
            {
                return;
            }
        }
    }

    private async Task<bool> SayAsync(Stream control, string step, string usual)
    {
        if ((Replies.TryGetValue(step, out string? other) ? other : usual) is { } reply)
        {
            await control.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"));
        }
        return true;
    }

    private async Task<bool> TakeAsync(Stream control, TcpListener data, string path, CancellationToken closing)
    {
        using Socket socket = await data.AcceptSocketAsync(closing);
        if (Replies.TryGetValue("STOR", out string? refusal) && refusal is not null)
        {
            return await SayAsync(control, "STOR", "");
        }
        await using SslStream tls = await BeginAsync(control, socket, closing);
        using MemoryStream arrived = new();
        byte[] block = new byte[16 * 1024];
        while (await tls.ReadAsync(block, closing) is > 0 and int read)
        {
            arrived.Write(block, 0, read);
            Files[path] = arrived.ToArray();
            if (UploadFault is { } fault && arrived.Length > fault.After)
            {
                return await CutAsync(fault.How, control, socket, closing);
            }
        }
        return await SayAsync(control, "stored", "226 stored");
    }

    private async Task<bool> CutAsync(Cut how, Stream control, Socket data, CancellationToken closing)
    {
        UploadFault = null; // Once.
        switch (how)
        {
            case Cut.Stall:
                await Task.Delay(Timeout.Infinite, closing);
                return false;
            case Cut.Full:
                await SayAsync(control, "", "452 No space left on card");
                data.LingerState = new LingerOption(true, 0);
                return true;
            case Cut.Data:
                data.LingerState = new LingerOption(true, 0);
                return true;
            default:
                data.LingerState = new LingerOption(true, 0);
                return false; // The control connection goes too.
        }
    }

    private async Task<bool> GiveAsync(Stream control, TcpListener data, string step, byte[]? file, CancellationToken closing)
    {
        using Socket socket = await data.AcceptSocketAsync(closing);
        if (file is null || (Replies.TryGetValue(step, out string? refusal) && refusal is not null))
        {
            return await SayAsync(control, step, "550 no file");
        }
        await using SslStream tls = await BeginAsync(control, socket, closing);
        await tls.WriteAsync(file.AsMemory(0, SendsOnly ?? file.Length), closing);
        if (!EndsAbruptly)
        {
            await tls.ShutdownAsync();
        }
        socket.Shutdown(SocketShutdown.Send);
        return await SayAsync(control, "sent", "226 sent");
    }

    private async Task<SslStream> BeginAsync(Stream control, Socket socket, CancellationToken closing)
    {
        await Task.Yield();
        TlsCameEarly |= socket.Available > 0;
        await SayAsync(control, "begin", "150 go on");
        SslStream tls = new(new NetworkStream(socket));
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate.Context,
            EnabledSslProtocols = SslProtocols.Tls12,
        }, closing);
        return tls;
    }
}

/// <summary>How an upload is broken off.</summary>
public enum Cut
{
    /// <summary>The data connection is reset; the server says nothing.</summary>
    Data,

    /// <summary>Both connections are gone.</summary>
    Both,

    /// <summary>The card is full: the server says so and hangs up.</summary>
    Full,

    /// <summary>Nothing is taken any more.</summary>
    Stall,
}
