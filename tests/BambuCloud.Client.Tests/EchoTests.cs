using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Files;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>A server that repeats what it was sent, wherever an answer has a place for it: none of it is seen again.</summary>
public sealed class EchoTests : IDisposable
{
    private const string Email = "maker@example.com";
    private const string Password = "pass \"word\" ö/+&";
    private const string Code = "778899221";
    private const string TfaKey = "tfa/key+5511-aabb";
    private const string BindCode = "BIND-66447";
    private const string Signature = "S1gn4tur3/that+nobody=may-see";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _trace = [];

    public EchoTests() => CloudTrace.Listener = line =>
    {
        lock (_trace)
        {
            _trace.Add(line);
        }
    };

    public static TheoryData<string> Places => ["message", "error", "details", "name", "number", "code", "text", "html", "broken",
        "reason phrase", "redirect", "cookie", "type", "status line", "header line"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        CloudTrace.Listener = null;
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Given_a_server_that_repeats_what_it_was_sent_when_it_refuses_a_sign_in_then_nothing_of_it_is_seen(string place)
    {
        await using EchoServer server = new(place);
        using SignIn signIn = new(new CloudSessionOptions { ApiEndpoint = server.Address, TimeProvider = FastForwardTimeProvider.Create() },
            Email);

        AssertHides(await Record.ExceptionAsync(() => signIn.GivePasswordAsync(Password, Cancellation)), Password);
        AssertHides(await Record.ExceptionAsync(() => signIn.GiveVerificationCodeAsync(Code, Cancellation)), Code);
        AssertHides(await Record.ExceptionAsync(() => signIn.GiveTfaCodeAsync(TfaKey, Code, Cancellation)), TfaKey, Code);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Given_a_server_that_repeats_what_it_was_sent_when_it_refuses_a_call_then_nothing_of_it_is_seen(string place)
    {
        await using EchoServer server = new("");
        foreach (string token in new[] { TestTokens.Jwt(), TestTokens.Opaque + "/+=" })
        {
            server.Place = "";
            await using CloudSession session = await OpenAsync(server, token);
            server.Place = place;

            AssertHides(await Record.ExceptionAsync(() => session.Devices.ListAsync(Cancellation)), token);
            AssertHides(await Record.ExceptionAsync(() => session.Devices.BindAsync("01P", "New", BindCode, Cancellation)), token,
                BindCode);
            AssertHides(await Record.ExceptionAsync(() => session.Prints.StartAsync("01P", Uploaded(), new BambuPrintSettings(),
                Cancellation)), token, Signature);
        }
    }

    [Fact]
    public async Task Given_a_server_that_repeats_what_it_was_sent_when_a_call_succeeds_then_nothing_of_it_is_seen_in_any_field()
    {
        await using EchoServer server = new("");
        foreach (string token in new[] { TestTokens.Jwt(), TestTokens.Opaque + "/+=" })
        {
            await using CloudSession session = await OpenAsync(server, token);
            List<object> seen = [.. await session.Devices.ListAsync(Cancellation),
                .. await session.Devices.GetInfoAsync("01P", Cancellation)];
            seen.AddRange(await session.Devices.GetVersionAsync("01P", Cancellation));
            seen.AddRange(await session.Prints.ListAsync(null, [], Cancellation));
            seen.AddRange(await session.Notifications.ListAsync(false, Cancellation));
            seen.Add(await session.Projects.GetAsync("proj_001", Cancellation));
            seen.Add(await session.Tasks.GetAsync("1", Cancellation));
            seen.Add(await session.Tasks.CreateAsync("m", "t", "01P", "p", Cancellation));
            seen.Add(await session.Devices.BindAsync("01P", "New", BindCode, Cancellation));
            seen.Add(await session.Prints.StartAsync("01P", Uploaded(), new BambuPrintSettings(), Cancellation));

            Assert.Equal(10, seen.Count);
            Assert.All(seen, item => AssertHides(item, token, BindCode, Signature));
            Assert.All(seen.Where(item => item is not BambuDevice),
                item => Assert.Contains("***", Appearance(item), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("message", 403)]
    [InlineData("code", 403)]
    [InlineData("text", 403)]
    [InlineData("type", 403)]
    [InlineData("reason phrase", 403)]
    [InlineData("redirect", 307)]
    [InlineData("status line", 0)]
    [InlineData("header line", 0)]
    public async Task Given_a_storage_that_repeats_what_it_was_sent_when_it_refuses_a_file_then_nothing_of_it_is_seen(string place,
        int status)
    {
        await using EchoServer server = new("");
        string token = TestTokens.Jwt();
        await using CloudSession session = await OpenAsync(server, token);
        server.StoragePlace = (place, status);
        PrintFile file = PrintFile.Open(_folder.Write("cube.gcode", "G28"));

        AssertHides(await Record.ExceptionAsync(() => session.Uploads.SendAsync(file, 1, null, Cancellation)), token, Signature);
    }

    [Theory]
    [InlineData("""{"password":"p"}""", "p")]
    [InlineData("""{"a":{"access_code":"31415926","b":1},"c":2}""", "31415926")]
    [InlineData("""{"system":{"command":"get_access_code","access_code":{"now":"31415926","old":[31415926]}}}""", "31415926")]
    [InlineData("""{"a":"say AADBtok\u0065n","b":1}""", "AADBtoken")]
    [InlineData("""{"AADBtoken":1}""", "AADBtoken")]
    [InlineData("""{"a":4711,"b":[4711]}""", "4711")]
    [InlineData("""{"a":"https://s3.example/a?Signature=5f1d"}""", "5f1d")]
    [InlineData("""{"a":"https:\/\/s3.example\/a\u003fSignature=5f1d"}""", "5f1d")]
    [InlineData("""{"AADBtoken":""", "AADBtoken")]
    [InlineData("""{"system":{"access_code":"31415926""", "31415926")]
    [InlineData("""{"system":{"access_code":{"now":"31415926","old":""", "31415926")]
    [InlineData("""{"print":{"a":1,}},"access_code":"31415926"x""", "31415926")]
    public void Given_a_report_with_a_secret_when_it_is_shown_then_it_is_gone_and_the_rest_is_JSON_as_before(string report, string secret)
    {
        Redaction redaction = new(["AADBtoken", "4711"]);

        string shown = Encoding.UTF8.GetString(redaction.OfJson(Encoding.UTF8.GetBytes(report), named: true));

        Assert.DoesNotContain(secret, shown.Replace("password", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotEqual(report, shown);
        if (report.EndsWith('}'))
        {
            Assert.Equal(JsonNode.Parse(report)!.AsObject().Count, JsonNode.Parse(shown)!.AsObject().Count);
        }
    }

    [Theory]
    [InlineData("""{"a":14711,"b":"x?y","c":"\ud800 \u00e4","d":[null,true,"https://wiki.example/?q=hms"]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void Given_an_answer_without_a_secret_when_it_is_read_then_it_is_as_it_came(string answer)
    {
        Redaction redaction = new(["AADBtoken", "4711"]);

        Assert.Equal(answer, Encoding.UTF8.GetString(redaction.OfJson(Encoding.UTF8.GetBytes(answer), named: true)));
    }

    [Fact]
    public async Task Given_a_token_that_holds_the_password_by_chance_when_it_comes_then_it_is_read_as_it_came()
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok("""{"accessToken":"AADBtoken","expiresIn":60}"""));
        using SignIn signIn = new(new CloudSessionOptions { ApiEndpoint = server.Address, TimeProvider = FastForwardTimeProvider.Create() },
            Email);

        Assert.Equal("AADBtoken", (await signIn.GivePasswordAsync("AADB", Cancellation)).Options!.AccessToken);
    }

    private static Task<CloudSession> OpenAsync(EchoServer server, string token) => CloudSession.OpenAsync(
        new CloudSessionOptions { AccessToken = token, ApiEndpoint = server.Address, TimeProvider = FastForwardTimeProvider.Create() },
            Cancellation);

    private static BambuFile Uploaded() => new()
    {
        FileName = "cube.gcode.3mf",
        Length = 1,
        FileUrl = new Uri($"https://s3.example/cube?AWSAccessKeyId=AKIA&Signature={Uri.EscapeDataString(Signature)}"),
    };

    private void AssertHides(object? seen, params string[] secrets)
    {
        Assert.NotNull(seen);
        string all;
        lock (_trace)
        {
            all = string.Join('\n', [Appearance(seen), .. _trace]);
        }
        foreach (string secret in secrets)
        {
            foreach (string form in new[] { secret, Uri.EscapeDataString(secret), JavaScriptEncoder.Default.Encode(secret),
                secret.Split('.')[^1] })
            {
                Assert.DoesNotContain(form, all, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>All that an object says of itself, and that its properties and inner exceptions say, to any depth.</summary>
    private static string Appearance(object? item) => item switch
    {
        null => "",
        string or ValueType or Uri => item.ToString()!,
        IDictionary members => string.Join('\n', members.Keys.Cast<object>().Select(key => $"{key}: {Appearance(members[key])}")),
        IEnumerable items => string.Join('\n', items.Cast<object>().Select(Appearance)),
        System.Security.SecureString or Type or System.Reflection.MemberInfo => "",
        _ => string.Join('\n', [item.ToString(), .. item.GetType().GetProperties().Where(property => property.Name != "TargetSite")
            .Select(property => Appearance(property.GetValue(item)))]),
    };

    /// <summary>Answers well, with everything that it was sent in every field; or ill, with it in one place.</summary>
    private sealed class EchoServer : IAsyncDisposable
    {
        private readonly LoopbackListener _listener;

        public EchoServer(string place)
        {
            Place = place;
            _listener = new LoopbackListener(ServeAsync);
            Address = new Uri($"http://127.0.0.1:{_listener.Port}/");
        }

        public Uri Address { get; }

        public string Place { get; set; }

        public (string Place, int Status) StoragePlace { get; set; }

        public ValueTask DisposeAsync() => _listener.DisposeAsync();

        private async Task ServeAsync(Stream stream, int connection, CancellationToken closing)
        {
            List<byte> head = [];
            byte[] one = new byte[1];
            while (!(head.Count >= 4 && head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray())))
            {
                if (await stream.ReadAsync(one, closing) == 0)
                {
                    return;
                }
                head.Add(one[0]);
            }
            string start = Encoding.Latin1.GetString([.. head]);
            string? length = start.Split("\r\n")
                .FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
            byte[] body = new byte[int.Parse(length ?? "0", System.Globalization.CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body, closing);
            string sent = $"{start.Replace("\r\n", " ", StringComparison.Ordinal)} {Encoding.UTF8.GetString(body)}";
            if (body.Length > 0 && body[0] == '{')
            {
                // Also as a server that has read it would say it.
                sent += string.Join(' ',
                    JsonNode.Parse(body)!.AsObject().Select(member => member.Value is JsonValue value ? value.ToString() : ""));
            }
            bool storage = start.StartsWith("PUT /storage", StringComparison.Ordinal);
            string answer = storage ? Refusal(StoragePlace.Place, StoragePlace.Status, sent, xml: true)
                : Place.Length > 0 ? Refusal(Place, 400, sent, xml: false)
                : Http("200 OK", Success(sent));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), closing);
        }

        private string Success(string sent)
        {
            JsonObject item = new()
            {
                ["name"] = sent,
                ["dev_id"] = "01P",
                ["device_id"] = "01P",
                ["device_name"] = sent,
                ["model"] = sent,
                ["status"] = sent,
                ["print_status"] = sent,
                ["dev_access_code"] = "12345678",
                ["job_id"] = "1",
                ["file_name"] = sent,
                ["id"] = "1",
                ["task_id"] = "1",
                ["project_id"] = "proj_001",
                ["notification_id"] = "n",
                ["type"] = sent,
                ["release_notes"] = sent,
                ["current_version"] = sent,
                ["title"] = sent,
                ["uid"] = "4711",
                ["bind_id"] = sent,
                ["echo"] = sent,
                ["nested"] = new JsonObject { [sent] = new JsonArray(sent, 1), ["more"] = sent },
                ["device_info"] = new JsonObject { ["echo"] = sent },
            };
            JsonArray Of() => new(item.DeepClone());
            JsonObject answer = (JsonObject)item.DeepClone();
            (answer["devices"], answer["jobs"], answer["projects"], answer["tasks"], answer["notifications"]) = (Of(), Of(), Of(), Of(),
                Of());
            answer["urls"] = new JsonArray([.. new[] { "filename", "size" }.Select(type => (JsonNode)new JsonObject
            {
                ["type"] = type,
                ["url"] = $"{Address}storage/{type}?AWSAccessKeyId=AKIA&Expires=1&Signature={Uri.EscapeDataString(Signature)}",
            })]);
            answer["message"] = "success";
            return answer.ToJsonString();
        }

        private static string Refusal(string place, int status, string sent, bool xml)
        {
            string inHead = string.Concat(sent.Where(character => character is >= ' ' and <= '~'));
            string Error(string member, JsonNode value) => xml
                ? $"<Error><Code>{(member == "code" ? Escaped(sent) : "AccessDenied")}</Code>"
                    + $"<Message>{Escaped(sent)}</Message><Other>{Escaped(sent)}</Other></Error>"
                : new JsonObject { ["code"] = member == "code" ? null : 77, ["message"] = "no", [member] = value }.ToJsonString();
            return place switch
            {
                "message" or "error" or "code" => Http($"{status} Refused", Error(place, sent)),
                "details" => Http($"{status} Refused", Error(place,
                    new JsonObject { ["reason"] = sent, ["list"] = new JsonArray(sent), [sent] = new JsonObject { ["more"] = sent } })),
                "name" => Http($"{status} Refused", Error(sent, sent)),
                "number" => Http($"{status} Refused", $$$"""{"code":77,"details":{"yours":{{{Code}}}}}"""),
                "text" => Http($"{status} Refused", sent, "text/plain"),
                "html" => Http($"{status} Refused", $"<!DOCTYPE html><html><title>{sent}</title>{sent}</html>", "text/html"),
                "broken" => Http("200 OK",
                    $$$"""
                        {"data":{"echo":{{{JsonSerializer.Serialize(sent)}}},
                        {{{JsonSerializer.Serialize(sent)}}}:{"devices":[{{{JsonSerializer.Serialize(sent)}}}:!
                        """),
                "reason phrase" => Http($"{status} {inHead}", ""),
                "redirect" => Http("307 Elsewhere", "", more: $"Location: http://127.0.0.1:1/?{Uri.EscapeDataString(inHead)}\r\n"),
                "cookie" => Http("200 OK", "[1]", more: $"Set-Cookie: echo={inHead}\r\n"),
                "type" => Http($"{status} Refused", sent, $"text/plain; charset=\"{inHead.Replace('"', ' ').Replace('\\', ' ')}\""),
                "status line" => $"NOHTTP {inHead}\r\n\r\n",
                "header line" => $"HTTP/1.1 200 OK\r\n{inHead.Replace(':', ' ')}\r\n\r\n",
                _ => throw new ArgumentException(place),
            };
        }

        private static string Escaped(string text) => System.Security.SecurityElement.Escape(text);

        private static string Http(string status, string body, string type = "application/json", string more = "") =>
            $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: "
                + $"{Encoding.UTF8.GetByteCount(body)}\r\n{more}\r\n{body}";
    }
}
